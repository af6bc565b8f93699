import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import type { TerraformStack } from 'cdktf';
import {
  ApiManagement,
  ApiManagementProviders,
  AzapiProvider,
  FailoverRegion,
  IApiManagement,
  RegionalFailover,
  RegionalFailoverProps,
} from '../../../lib';
import { Build, lookedUp, PROCESS, READ } from './base';

/** A region. Its service is `apim-<name>` by default. */
export interface Region extends Partial<Omit<FailoverRegion, 'apiManagement'>> {
  readonly name: string;
  readonly service?: string;
  readonly subscription?: string;
}

export type Regions = readonly (Region | string)[];

/** Returns a function that makes a failover between regions, each with a service. */
export function regional(regions: Regions, props: Partial<RegionalFailoverProps> = {}, id = 'Failover'): Build {
  return (stack) => {
    const providers = new Map<string, ApiManagementProviders>();
    new RegionalFailover(stack, id, {
      name: 'orders',
      path: 'orders',
      operations: [PROCESS, READ],
      regions: regions
        .map((region): Region => (typeof region === 'string' ? { name: region } : region))
        .map(({ service, subscription, ...region }) => ({
          ...region,
          ...(!region.functionApp && { url: region.url ?? `https://${region.name}.example.com` }),
          apiManagement: serviceOf(stack, service ?? `apim-${region.name}`, providers, subscription),
        })),
      ...props,
    });
  };
}

/** The services of a subscription share its providers, as in the main stack. */
function serviceOf(
  stack: TerraformStack,
  name: string,
  providers: Map<string, ApiManagementProviders>,
  subscription?: string,
): IApiManagement {
  if (subscription === undefined) return lookedUp(stack, name, `Apim-${name}`);
  const own = providers.get(subscription) ?? {
    azurermProvider: new AzurermProvider(stack, `azurerm-${subscription}`, {
      features: [{}],
      subscriptionId: subscription,
      alias: subscription,
    }),
    azapiProvider: new AzapiProvider(stack, `azapi-${subscription}`, {
      subscriptionId: subscription,
      alias: subscription,
    }),
  };
  providers.set(subscription, own);
  return ApiManagement.fromLookup(stack, `Apim-${name}`, { name, resourceGroupName: 'rg', ...own });
}
