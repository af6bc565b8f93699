import type { ApiManagement as ApiManagementResource } from '@cdktf/provider-azurerm/lib/api-management';
import { TerraformProvider } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { azurerm } from './private/bindings';
import { serviceIdParts } from './private/arm-id';
import { Faults } from './private/faults';
import { lateReference } from './private/late-reference';
import type { PropNames } from './private/prop-names';
import { freeText, RESOURCE_GROUP_NAME, SERVICE_ID, SERVICE_NAME, SKU_NAME } from './private/rules';

const PROVIDERS: PropNames<ApiManagementProviders> = { azurermProvider: true, azapiProvider: true };

const ATTRIBUTES: PropNames<ApiManagementAttributes> = {
  ...{ apiManagementId: true, location: true, skuName: true, gatewayUrl: true },
  ...PROVIDERS,
};

const LOOKUP: PropNames<ApiManagementLookupOptions> = {
  ...{ name: true, resourceGroupName: true, skuName: true },
  ...PROVIDERS,
};

/** An API Management service. */
export interface IApiManagement extends IConstruct {
  /** The name of the service. */
  readonly apiManagementName: string;
  /** The name of the resource group that contains the service. */
  readonly resourceGroupName: string;
  /** The Azure Resource Manager ID of the service. */
  readonly apiManagementId: string;
  /** The ID of the subscription that contains the service. */
  readonly subscriptionId: string;
  /** The URL of the gateway, for example `https://orders.azure-api.net`. */
  readonly gatewayUrl: string;
  /** The Azure region of the service, if it is known. */
  readonly location?: string;
  /**
   * The SKU of the service, for example `Premium_2`: the tier and the number of units. Undefined if it is not known
   * before deployment.
   */
  readonly skuName?: string;
  /** The azurerm provider for the resources of the service. If undefined, the default provider of the stack is used. */
  readonly azurermProvider?: TerraformProvider;
  /** The azapi provider for the resources of the service. If undefined, the default provider of the stack is used. */
  readonly azapiProvider?: TerraformProvider;
}

/** The providers for a service in a different subscription. */
export interface ApiManagementProviders {
  /**
   * The azurerm provider for the resources of the service.
   * @default - the default provider of the stack
   */
  readonly azurermProvider?: TerraformProvider;
  /**
   * The azapi provider for the resources of the service.
   * @default - the default provider of the stack
   */
  readonly azapiProvider?: TerraformProvider;
}

/** Options for looking up an existing service. */
export interface ApiManagementLookupOptions extends ApiManagementProviders {
  /** The name of the service. 1 to 50 letters, digits and hyphens. */
  readonly name: string;
  /** The name of the resource group that contains the service. */
  readonly resourceGroupName: string;
  /**
   * The SKU of the service, for example `Premium_2`. Terraform reads the SKU only during the deployment; set it to
   * include findings that depend on the SKU in the checks at synth.
   * @default - not known; findings that depend on the SKU are not reported
   */
  readonly skuName?: string;
}

/** Attributes of an existing service. */
export interface ApiManagementAttributes extends ApiManagementProviders {
  /** The Azure Resource Manager ID of the service. */
  readonly apiManagementId: string;
  /**
   * The Azure region of the service.
   * @default - not known
   */
  readonly location?: string;
  /**
   * The SKU of the service, for example `Premium_2`.
   * @default - not known; findings that depend on the SKU are not reported
   */
  readonly skuName?: string;
  /**
   * The URL of the gateway.
   * @default - `https://<name>.azure-api.net`
   */
  readonly gatewayUrl?: string;
}

/** Imports an API Management service that already exists or that another construct creates. */
export class ApiManagement {
  /** Looks up a service by its name. Terraform reads it through a data source. */
  public static fromLookup(scope: Construct, id: string, options: ApiManagementLookupOptions): IApiManagement {
    return new LookedUpApiManagement(scope, id, options);
  }

  /** Imports a service by its attributes. Terraform does not read the service. */
  public static fromAttributes(scope: Construct, id: string, attributes: ApiManagementAttributes): IApiManagement {
    return new KnownApiManagement(scope, id, attributes);
  }

  /** Imports a service that an `azurerm_api_management` resource in the same program creates. */
  public static fromResource(
    scope: Construct,
    id: string,
    resource: ApiManagementResource,
    providers: ApiManagementProviders = {},
  ): IApiManagement {
    return new CreatedApiManagement(scope, id, resource, providers);
  }

  private constructor() {}
}

abstract class ApiManagementBase extends Construct {
  readonly azurermProvider?: TerraformProvider;
  readonly azapiProvider?: TerraformProvider;

  protected constructor(scope: Construct, id: string, providers: ApiManagementProviders) {
    super(scope, id);
    // A JavaScript caller may have omitted them. The subclasses report everything else that is missing.
    this.azurermProvider = providers?.azurermProvider;
    this.azapiProvider = providers?.azapiProvider;
  }
}

class LookedUpApiManagement extends ApiManagementBase implements IApiManagement {
  readonly apiManagementName: string;
  readonly resourceGroupName: string;
  readonly apiManagementId: string;
  readonly subscriptionId: string;
  readonly gatewayUrl: string;
  readonly location: string;
  readonly skuName?: string;

  constructor(scope: Construct, id: string, options: ApiManagementLookupOptions) {
    super(scope, id, options);
    const faults = new Faults(this);
    if (faults.props(options, LOOKUP, 'options')) {
      faults.text('name', options.name, SERVICE_NAME);
      faults.text('resourceGroupName', options.resourceGroupName, RESOURCE_GROUP_NAME);
      faults.optionalText('skuName', options.skuName, SKU_NAME);
    }
    faults.throwIfAny();
    const { name, resourceGroupName } = options;
    const service = new azurerm.DataAzurermApiManagement(this, 'Resource', {
      name,
      resourceGroupName,
      provider: options.azurermProvider,
    });
    this.apiManagementName = name;
    this.resourceGroupName = resourceGroupName;
    this.apiManagementId = lateReference(service, 'id');
    this.subscriptionId = serviceIdParts(this.apiManagementId).subscriptionId;
    this.gatewayUrl = lateReference(service, 'gateway_url');
    this.location = lateReference(service, 'location');
    this.skuName = options.skuName;
  }
}

class KnownApiManagement extends ApiManagementBase implements IApiManagement {
  readonly apiManagementName: string;
  readonly resourceGroupName: string;
  readonly apiManagementId: string;
  readonly subscriptionId: string;
  readonly gatewayUrl: string;
  readonly location?: string;
  readonly skuName?: string;

  constructor(scope: Construct, id: string, attributes: ApiManagementAttributes) {
    super(scope, id, attributes);
    const faults = new Faults(this);
    if (faults.props(attributes, ATTRIBUTES, 'attributes')) {
      faults.text('apiManagementId', attributes.apiManagementId, SERVICE_ID);
      if (attributes.gatewayUrl !== undefined) faults.url('gatewayUrl', attributes.gatewayUrl);
      faults.optionalText('location', attributes.location, freeText(100));
      faults.optionalText('skuName', attributes.skuName, SKU_NAME);
    }
    faults.throwIfAny();
    const { apiManagementId, gatewayUrl, location, skuName } = attributes;
    const { subscriptionId, resourceGroupName, serviceName } = serviceIdParts(apiManagementId);
    this.apiManagementId = apiManagementId;
    this.apiManagementName = serviceName;
    this.resourceGroupName = resourceGroupName;
    this.subscriptionId = subscriptionId;
    this.gatewayUrl = gatewayUrl ?? `https://${serviceName}.azure-api.net`;
    this.location = location;
    this.skuName = skuName;
  }
}

class CreatedApiManagement extends ApiManagementBase implements IApiManagement {
  readonly apiManagementName: string;
  readonly resourceGroupName: string;
  readonly apiManagementId: string;
  readonly subscriptionId: string;
  readonly gatewayUrl: string;
  readonly location: string;
  readonly skuName?: string;
  /** @internal The literal name: `apiManagementName` is a reference. */
  readonly _literalName?: string;

  constructor(scope: Construct, id: string, resource: ApiManagementResource, providers: ApiManagementProviders) {
    super(scope, id, providers);
    const faults = new Faults(this);
    const isService = Construct.isConstruct(resource) && resource.terraformResourceType === 'azurerm_api_management';
    faults.required('resource', resource, isService, 'an azurerm_api_management resource is needed');
    faults.props(providers, PROVIDERS, 'providers');
    faults.throwIfAny();
    this.apiManagementName = resource.name;
    this._literalName = resource.nameInput;
    this.resourceGroupName = resource.resourceGroupName;
    this.apiManagementId = resource.id;
    this.subscriptionId = serviceIdParts(resource.id).subscriptionId;
    this.gatewayUrl = resource.gatewayUrl;
    this.location = resource.location;
    this.skuName = resource.skuNameInput;
  }
}
