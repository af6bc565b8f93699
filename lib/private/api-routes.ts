import { DataResource, ITerraformDependable, TerraformResource, TerraformStack } from 'cdktf';
import type { IApiManagement } from '../api-management';
import { addressInAzure } from './addresses';
import { isInTree } from './is-in-tree';
import { late } from './late';
import { literalServiceName } from './service-name';
import { holdsToken, terraformText } from './terraform-text';

/**
 * The paths of the APIs of one service, and the methods and URL templates of their operations.
 *
 * Azure refuses a second API with the same path, and a second operation with the same method and template. All APIs of
 * the service depend on this resource, which changes whenever an API or an operation is added or removed. Terraform
 * deletes what depended on a resource before it changes the resource, and creates what depends on it afterwards, so
 * whatever had a path or a template is deleted before the next one takes it.
 */
export class ApiRoutes {
  /** Returns the routes of the service in the stack, which all APIs there share. */
  static of(stack: TerraformStack, apiManagement: IApiManagement): ApiRoutes {
    const services = stacks.get(stack) ?? new Map<string, ApiRoutes>();
    stacks.set(stack, services);
    const name = literalServiceName(apiManagement);
    const routes = services.get(name) ?? new ApiRoutes(stack, apiManagement);
    services.set(name, routes);
    return routes;
  }

  /** The resource that APIs depend on. */
  readonly resource: ITerraformDependable;
  private readonly routes: [resource: TerraformResource, route: string][] = [];

  private constructor(stack: TerraformStack, apiManagement: IApiManagement) {
    const name = literalServiceName(apiManagement);
    const id = holdsToken(name) ? apiManagement.node.addr : name;
    const resource = new DataResource(stack, `ApiRoutes-${id}`, { input: late(() => this.input()) });
    addressInAzure(resource, 'api-routes', name, 'routes');
    this.resource = resource;
  }

  /** Adds an API or an operation. */
  add(resource: TerraformResource, route: string): void {
    this.routes.push([resource, terraformText(route)]);
  }

  private input(): Record<string, string> {
    const routes = this.routes.filter(([resource]) => isInTree(resource));
    return Object.fromEntries(routes.map(([{ friendlyUniqueId }, route]) => [friendlyUniqueId, route]));
  }
}

const stacks = new WeakMap<TerraformStack, Map<string, ApiRoutes>>();
