import type { ApiManagement as ApiManagementResource } from '@cdktf/provider-azurerm/lib/api-management';
import { TerraformProvider } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { azurerm } from './private/bindings';
import { serviceIdParts } from './private/arm-id';
import { Faults } from './private/faults';
import type { PropNames } from './private/prop-names';
import { freeText, RESOURCE_GROUP_NAME, SERVICE_ID, SERVICE_NAME, SKU_NAME } from './private/rules';

const PROVIDERS: PropNames<ApiManagementProviders> = { azurermProvider: true, azapiProvider: true };

const ATTRIBUTES: PropNames<ApiManagementAttributes> = {
  ...{ apiManagementId: true, location: true, skuName: true, gatewayUrl: true },
  ...PROVIDERS,
};

const LOOKUP: PropNames<ApiManagementLookup> = { name: true, resourceGroupName: true, ...PROVIDERS };

/** An API Management service. */
export interface IApiManagement extends IConstruct {
  /** The service's name. */
  readonly apiManagementName: string;
  /** The resource group it is in. */
  readonly resourceGroupName: string;
  /** Its Azure Resource Manager id. */
  readonly apiManagementId: string;
  /** The id of the subscription it is in. */
  readonly subscriptionId: string;
  /** The URL that clients call, as in `https://orders.azure-api.net`. */
  readonly gatewayUrl: string;
  /** The Azure region it is in. Left out where it is not known. */
  readonly location?: string;
  /** Its SKU, as in `Premium_2`: the tier and the number of units. Left out where it is not known before a deployment. */
  readonly skuName?: string;
  /** The azurerm provider for what belongs to the service. Left out: the stack's own. */
  readonly azurermProvider?: TerraformProvider;
  /** The azapi provider for what belongs to the service. Left out: the stack's own. */
  readonly azapiProvider?: TerraformProvider;
}

/** The providers for a service in a subscription of its own. */
export interface ApiManagementProviders {
  /**
   * The azurerm provider for all that belongs to the service.
   * @default - the stack's own
   */
  readonly azurermProvider?: TerraformProvider;
  /**
   * The azapi provider for all that belongs to the service.
   * @default - the stack's own
   */
  readonly azapiProvider?: TerraformProvider;
}

/** How to find a service that exists. */
export interface ApiManagementLookup extends ApiManagementProviders {
  /** The service's name: 1 to 50 letters, digits and hyphens. */
  readonly name: string;
  /** The resource group it is in. */
  readonly resourceGroupName: string;
}

/** What is known of a service that exists. */
export interface ApiManagementAttributes extends ApiManagementProviders {
  /** Its Azure Resource Manager id. */
  readonly apiManagementId: string;
  /**
   * The Azure region it is in.
   * @default - not known
   */
  readonly location?: string;
  /**
   * Its SKU, as in `Premium_2`.
   * @default - not known; nothing is found that depends on it
   */
  readonly skuName?: string;
  /**
   * The URL that clients call.
   * @default - `https://<name>.azure-api.net`
   */
  readonly gatewayUrl?: string;
}

/** An API Management service that exists, or is made by another construct. */
export class ApiManagement {
  /** Finds a service by its name: Terraform reads it through a data source. */
  public static fromLookup(scope: Construct, id: string, props: ApiManagementLookup): IApiManagement {
    return new LookedUpApiManagement(scope, id, props);
  }

  /** A service of which the id is known: nothing is read. */
  public static fromAttributes(scope: Construct, id: string, attributes: ApiManagementAttributes): IApiManagement {
    return new KnownApiManagement(scope, id, attributes);
  }

  /** A service that `azurerm_api_management` makes in the same program. */
  public static fromResource(
    scope: Construct,
    id: string,
    resource: ApiManagementResource,
    providers: ApiManagementProviders = {},
  ): IApiManagement {
    return new MadeApiManagement(scope, id, resource, providers);
  }

  private constructor() {}
}

abstract class ApiManagementBase extends Construct {
  readonly azurermProvider?: TerraformProvider;
  readonly azapiProvider?: TerraformProvider;

  protected constructor(scope: Construct, id: string, providers: ApiManagementProviders) {
    super(scope, id);
    // A caller in JavaScript may have left them out; what else is missing is said further on.
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

  constructor(scope: Construct, id: string, props: ApiManagementLookup) {
    super(scope, id, props);
    const faults = new Faults(this);
    if (faults.props(props, LOOKUP)) {
      faults.text('name', props.name, SERVICE_NAME);
      faults.text('resourceGroupName', props.resourceGroupName, RESOURCE_GROUP_NAME);
    }
    faults.throwIfAny();
    const { name, resourceGroupName } = props;
    const service = new azurerm.DataAzurermApiManagement(this, 'Resource', {
      name,
      resourceGroupName,
      provider: props.azurermProvider,
    });
    this.apiManagementName = name;
    this.resourceGroupName = resourceGroupName;
    this.apiManagementId = service.id;
    this.subscriptionId = serviceIdParts(service.id).subscriptionId;
    this.gatewayUrl = service.gatewayUrl;
    this.location = service.location;
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

class MadeApiManagement extends ApiManagementBase implements IApiManagement {
  readonly apiManagementName: string;
  readonly resourceGroupName: string;
  readonly apiManagementId: string;
  readonly subscriptionId: string;
  readonly gatewayUrl: string;
  readonly location: string;
  readonly skuName?: string;

  constructor(scope: Construct, id: string, resource: ApiManagementResource, providers: ApiManagementProviders) {
    super(scope, id, providers);
    const faults = new Faults(this);
    const isService = Construct.isConstruct(resource) && resource.terraformResourceType === 'azurerm_api_management';
    faults.required('resource', resource, isService, 'an azurerm_api_management resource is needed');
    faults.props(providers, PROVIDERS, 'providers');
    faults.throwIfAny();
    this.apiManagementName = resource.name;
    this.resourceGroupName = resource.resourceGroupName;
    this.apiManagementId = resource.id;
    this.subscriptionId = serviceIdParts(resource.id).subscriptionId;
    this.gatewayUrl = resource.gatewayUrl;
    this.location = resource.location;
    this.skuName = resource.skuNameInput;
  }
}
