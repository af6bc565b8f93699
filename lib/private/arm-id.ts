import { Token } from 'cdktf';
import { lateText } from './late';

/** What an Azure Resource Manager id of an API Management service, or of a backend in one, is made of. */
export interface ServiceIdParts {
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly serviceName: string;
  /** Empty for the id of a service. */
  readonly backendName: string;
}

/** Takes an id apart: here, or by Terraform if it is a token. */
export function serviceIdParts(id: string): ServiceIdParts {
  const part = (index: number): string =>
    Token.isUnresolved(id) ? tokenPart(id, index) : (id.split('/')[index] ?? '');
  return { subscriptionId: part(2), resourceGroupName: part(4), serviceName: part(8), backendName: part(10) };
}

/** cdktf resolves a token within `${...}` without braces of its own, so this is one Terraform expression. */
function tokenPart(id: string, index: number): string {
  return lateText(() => `\${split("/", ${id})[${index}]}`);
}

/** The id of a function app. */
export function functionAppId(subscriptionId: string, resourceGroupName: string, name: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.Web/sites/${name}`;
}
