import type { ApiManagementApi } from '@cdktf/provider-azurerm/lib/api-management-api';
import type { ITerraformDependable, TerraformProvider, TerraformResourceLifecycle } from 'cdktf';
import { TerraformResource, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { ApiProtocol } from '../api-protocol';
import type { FailoverApiProps } from '../failover-api-props';
import { addressOfVariant } from './addresses';
import { ApiRoutes } from './api-routes';
import { azurerm } from './bindings';
import { operationPolicy } from './failover-policy';
import { lateText } from './late';
import { lateReference } from './late-reference';
import { templateParameters } from './open-api/parameters';
import { literalServiceName } from './service-name';
import { NamingOperation, placeOf } from './operation-validation';
import { parametersOf } from './rules';
import { lazyTerraformText, terraformText } from './terraform-text';
import { dependOnNamedValues, mayNameValues } from './used-named-values';
import { warnOfEntities } from './warn-of-entities';
import { writtenPolicy } from './written-policy';

/** Creates the resources of an API: the API itself, its operations, and their policies. */
export class ApiResources {
  /** A reference to the name of the API. */
  readonly apiName: string;
  /** A reference to the ID of the API. */
  readonly apiId: string;

  private readonly service: Service;
  /** The arguments of everything that belongs to the API. */
  private readonly child: Service & { readonly apiName: string; readonly lifecycle: TerraformResourceLifecycle };
  /** The names of the service and the API in Azure, from which addresses follow. */
  private readonly names: string[];
  /** What the API cannot get or lose. */
  private readonly kinds: string[];
  private readonly routes: ApiRoutes;

  constructor(
    private readonly scope: Construct,
    props: FailoverApiProps,
  ) {
    const { apiManagement, name, revision = '1', versionSetId, openApi } = props;
    this.service = {
      apiManagementName: apiManagement.apiManagementName,
      resourceGroupName: apiManagement.resourceGroupName,
      provider: props.azurermProvider ?? apiManagement.azurermProvider,
    };
    // Another API replaces one that gets or loses a version, because azurerm cannot take the version away, and one that
    // gets or loses an import, because the operations of an import are not in Terraform's state.
    this.kinds = [
      ...(revision === '1' ? [] : [`rev-${revision}`]),
      ...(versionSetId === undefined ? [] : ['versioned']),
      ...(openApi?._isImported ? ['imported'] : []),
    ];
    this.names = [literalServiceName(apiManagement), name];
    this.routes = ApiRoutes.of(TerraformStack.of(scope), apiManagement);
    const api = this.createApi(props);
    this.apiName = lateReference(api, 'name');
    this.apiId = lateReference(api, 'id');
    this.child = {
      ...this.service,
      apiName: this.apiName,
      // Azure deletes the operations and policies of an API with it, so a new revision replaces them too.
      lifecycle: {
        replaceTriggeredBy: [lateText(() => `${api.terraformResourceType}.${api.friendlyUniqueId}.id`)],
      },
    };
  }

  /** @param named the backends and pools that the policy names */
  createPolicy(policyOf: () => string, named: readonly IConstruct[]): void {
    const policy = new azurerm.ApiManagementApiPolicy(this.scope, 'Policy', {
      ...this.child,
      xmlContent: lazyTerraformText(policyOf),
      // The policy contains the literal names of pools and backends, so Terraform cannot infer the dependencies.
      dependsOn: dependencies(this.scope, named),
    });
    addressOfVariant(policy, 'api', this.names, this.kinds);
    dependOnNamedValues(policy, this.service.apiManagementName, () => [policyOf()]);
  }

  createOperation({ operation, sections, named, contract }: NamingOperation): void {
    const { operationId, method, urlTemplate, displayName, description, rewriteUri } = operation;
    const route = `${method.name} ${urlTemplate}`;
    // Another method or template makes another operation, so that two operations can exchange them. azurerm cannot take
    // the request from an operation, so one without a request replaces one with a request.
    const variant = [...this.kinds, operationId, route, ...(contract?.request ? ['request'] : [])];
    const resource = new azurerm.ApiManagementApiOperation(this.scope, `Operation-${operationId}`, {
      ...this.child,
      operationId,
      displayName: terraformText(displayName ?? operationId),
      description: description && terraformText(description),
      method: method.name,
      urlTemplate,
      templateParameter: templateParameters(parametersOf(urlTemplate), []),
      ...contract,
    });
    addressOfVariant(resource, 'operation', this.names, variant);
    this.routes.add(resource, route);
    const hasPolicy = rewriteUri !== undefined || Object.values(sections).some((nodes) => nodes !== undefined);
    if (!hasPolicy) return;
    warnOfEntities(this.scope, `${placeOf(operation)}.`, sections, rewriteUri);
    const text = writtenPolicy(operationPolicy(rewriteUri, sections));
    const policy = new azurerm.ApiManagementApiOperationPolicy(this.scope, `OperationPolicy-${operationId}`, {
      ...this.child,
      operationId: lateReference(resource, 'operation_id'),
      xmlContent: terraformText(text),
      dependsOn: dependencies(this.scope, named),
    });
    addressOfVariant(policy, 'operation', this.names, variant);
    if (mayNameValues(text)) dependOnNamedValues(policy, this.service.apiManagementName, () => [text]);
  }

  private createApi(props: FailoverApiProps): ApiManagementApi {
    const { name, path, version, description } = props;
    const api = new azurerm.ApiManagementApi(this.scope, 'Resource', {
      ...this.service,
      name,
      path,
      displayName: terraformText(props.displayName ?? name),
      description: description && terraformText(description),
      protocols: props.protocols ?? [ApiProtocol.HTTPS],
      revision: props.revision ?? '1',
      version,
      versionSetId: props.versionSetId,
      subscriptionRequired: props.subscriptionRequired ?? true,
      import: props.openApi?._import,
      dependsOn: [this.routes],
    });
    addressOfVariant(api, 'api', this.names, this.kinds);
    this.routes.add(api, `/${path}${version === undefined ? '' : ` ${version}`}`);
    return api;
  }
}

/** The arguments that all resources of a service share. */
interface Service {
  readonly apiManagementName: string;
  readonly resourceGroupName: string;
  readonly provider?: TerraformProvider;
}

/** Returns the resource of a construct; all resources below a construct that a caller implements otherwise. */
function resourcesOf({ node }: IConstruct): TerraformResource[] {
  const resource = node.tryFindChild('Resource');
  const constructs: IConstruct[] = resource ? [resource] : node.findAll();
  return constructs.filter((each) => TerraformResource.isTerraformResource(each));
}

/** Returns the resources that a policy depends on. For a pool in another stack, this stack depends on that stack. */
function dependencies(api: Construct, named: readonly IConstruct[]): ITerraformDependable[] | undefined {
  const stack = TerraformStack.of(api);
  const resources = [...new Set(named)].flatMap(resourcesOf).flatMap((resource) => {
    if (resource.cdktfStack === stack) return [resource];
    stack.addDependency(resource.cdktfStack);
    return [];
  });
  return resources.length > 0 ? resources : undefined;
}
