import { DataResource, TerraformResource, TerraformStack } from 'cdktf';
import type { IApiManagement } from '../api-management';
import { addressInAzure } from './addresses';
import { isInTree } from './is-in-tree';
import { late } from './late';
import { literalServiceName } from './service-name';
import { holdsToken, terraformText } from './terraform-text';

type Route = readonly [resource: TerraformResource, route: string];

/**
 * The paths of the APIs of one service, and the methods and URL templates of their operations.
 *
 * Azure refuses a second API with the same path, and a second operation with the same method and template. All APIs of
 * the service depend on this resource, which changes whenever an API or an operation is added or removed. Terraform
 * deletes what depended on a resource before it changes the resource, and creates what depends on it afterwards, so
 * whatever had a path or a template is deleted before the next one takes it.
 */
export class ApiRoutes extends DataResource {
  /** Returns the routes of the service in the stack, which all APIs there share, those of other copies of the package too. */
  public static of(stack: TerraformStack, apiManagement: IApiManagement): ApiRoutes {
    const name = literalServiceName(apiManagement);
    const id = `ApiRoutes-${holdsToken(name) ? apiManagement.node.addr : name}`;
    return (stack.node.tryFindChild(id) as ApiRoutes | undefined) ?? new ApiRoutes(stack, id, name);
  }

  private readonly routes: Route[];

  private constructor(stack: TerraformStack, id: string, name: string) {
    const routes: Route[] = [];
    super(stack, id, { input: late(() => inputOf(routes)) });
    this.routes = routes;
    addressInAzure(this, 'api-routes', name, 'routes');
  }

  /** Adds an API or an operation. */
  public add(resource: TerraformResource, route: string): void {
    this.routes.push([resource, terraformText(route)]);
  }
}

function inputOf(routes: readonly Route[]): Record<string, string> {
  const present = routes.filter(([resource]) => isInTree(resource));
  return Object.fromEntries(present.map(([{ friendlyUniqueId }, route]) => [friendlyUniqueId, route]));
}
