/* eslint-disable @typescript-eslint/no-require-imports */
import type * as apiManagementApi from '@cdktf/provider-azurerm/lib/api-management-api';
import type * as apiManagementApiOperation from '@cdktf/provider-azurerm/lib/api-management-api-operation';
import type * as apiManagementApiOperationPolicy from '@cdktf/provider-azurerm/lib/api-management-api-operation-policy';
import type * as apiManagementApiPolicy from '@cdktf/provider-azurerm/lib/api-management-api-policy';
import type * as apiManagementBackend from '@cdktf/provider-azurerm/lib/api-management-backend';
import type * as apiManagementNamedValue from '@cdktf/provider-azurerm/lib/api-management-named-value';
import type * as dataAzurermApiManagement from '@cdktf/provider-azurerm/lib/data-azurerm-api-management';
import type * as azapiResource from '../azapi/resource';
import type * as dataAzapiResource from '../azapi/data-azapi-resource';

// Each binding is loaded with the first resource of its type. Loading all of them would cost every program that imports
// this package a third of cdktf's own memory and an eighth of its load time.

/** The bindings of azurerm that the constructs use. */
export const azurerm = cached({
  get ApiManagementApi(): typeof apiManagementApi.ApiManagementApi {
    return (require('@cdktf/provider-azurerm/lib/api-management-api') as typeof apiManagementApi).ApiManagementApi;
  },
  get ApiManagementApiOperation(): typeof apiManagementApiOperation.ApiManagementApiOperation {
    return (require('@cdktf/provider-azurerm/lib/api-management-api-operation') as typeof apiManagementApiOperation)
      .ApiManagementApiOperation;
  },
  get ApiManagementApiOperationPolicy(): typeof apiManagementApiOperationPolicy.ApiManagementApiOperationPolicy {
    return (
      require('@cdktf/provider-azurerm/lib/api-management-api-operation-policy') as typeof apiManagementApiOperationPolicy
    ).ApiManagementApiOperationPolicy;
  },
  get ApiManagementApiPolicy(): typeof apiManagementApiPolicy.ApiManagementApiPolicy {
    return (require('@cdktf/provider-azurerm/lib/api-management-api-policy') as typeof apiManagementApiPolicy)
      .ApiManagementApiPolicy;
  },
  get ApiManagementBackend(): typeof apiManagementBackend.ApiManagementBackend {
    return (require('@cdktf/provider-azurerm/lib/api-management-backend') as typeof apiManagementBackend)
      .ApiManagementBackend;
  },
  get ApiManagementNamedValue(): typeof apiManagementNamedValue.ApiManagementNamedValue {
    return (require('@cdktf/provider-azurerm/lib/api-management-named-value') as typeof apiManagementNamedValue)
      .ApiManagementNamedValue;
  },
  get DataAzurermApiManagement(): typeof dataAzurermApiManagement.DataAzurermApiManagement {
    return (require('@cdktf/provider-azurerm/lib/data-azurerm-api-management') as typeof dataAzurermApiManagement)
      .DataAzurermApiManagement;
  },
});

/** The bindings of azapi that the constructs use. */
export const azapi = cached({
  get Resource(): typeof azapiResource.Resource {
    return (require('../azapi/resource') as typeof azapiResource).Resource;
  },
  get DataAzapiResource(): typeof dataAzapiResource.DataAzapiResource {
    return (require('../azapi/data-azapi-resource') as typeof dataAzapiResource).DataAzapiResource;
  },
});

/** Caches the result of each getter: requiring a loaded module costs as much as creating a small resource. */
function cached<T extends object>(getters: T): T {
  for (const [name, getter] of Object.entries(Object.getOwnPropertyDescriptors(getters))) {
    const load = (): unknown => {
      const value: unknown = getter.get?.call(getters);
      Object.defineProperty(getters, name, { value });
      return value;
    };
    Object.defineProperty(getters, name, { configurable: true, get: load });
  }
  return getters;
}
