import { Token } from 'cdktf';
import { lateText } from './late';

/** The parts of the Azure Resource Manager id of an API Management service, or of a backend in a service. */
interface ServiceIdParts {
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly serviceName: string;
  /** Empty for the id of a service. */
  readonly backendName: string;
}

/** Splits an id into its parts. If the id is a token, Terraform splits it. */
export function serviceIdParts(id: string): ServiceIdParts {
  const part = (index: number): string =>
    Token.isUnresolved(id) ? tokenPart(id, index) : (id.split('/')[index] ?? '');
  return { subscriptionId: part(2), resourceGroupName: part(4), serviceName: part(8), backendName: part(10) };
}

/** cdktf resolves a token inside `${...}` without adding braces, so this is a single Terraform expression. */
function tokenPart(id: string, index: number): string {
  return lateText(() => `\${split("/", ${id})[${index}]}`);
}

/** Returns the Azure Resource Manager id of a function app. */
export function functionAppId(subscriptionId: string, resourceGroupName: string, name: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.Web/sites/${name}`;
}
