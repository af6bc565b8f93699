import type { Finding } from '../../lib/failover';
import { containsHidden } from '../../lib/messages';
import { findingsOf } from '../../simulator/check/findings-of';
import { type DeployedService, type DeploymentInput, deploymentOf, type SourceFile } from '../../simulator/deployment';
import { revisionOf } from '../../simulator/deployment/apis';
import { type Declaration, declarationOf } from '../../simulator/deployment/declaration';
import { isPassedOverKind, isPassedOverType } from '../../simulator/deployment/kinds';
import { ReadingFaults } from '../../simulator/deployment/reading-faults';
import { azapiType } from '../../simulator/deployment/resource/arm-id';
import type { DeclaredResource } from '../../simulator/deployment/resource/resource';
import { resourcesOf } from '../../simulator/deployment/resources';
import { isKnown, Unresolved } from '../../simulator/deployment/value';
import { withUpdates } from '../../simulator/deployment/updates';

/** A service with its declarations. */
export interface ServiceInput {
  readonly service: DeployedService;
  readonly declarations: readonly Declaration[];
  readonly place: Place;
}

/** Where a service is, as far as the input says. */
interface Place {
  readonly subscriptionId?: string;
  readonly resourceGroupName?: string;
}

/** What is adopted. */
export interface Input {
  readonly services: readonly ServiceInput[];
  /** The managed resources that are not read. */
  readonly others: readonly DeclaredResource[];
  /** The updates of other resources, and the addresses of the resources that they are merged into. */
  readonly updates: readonly Declaration[];
  readonly updated: ReadonlySet<string>;
  /** What was passed over although it could affect requests. */
  readonly warnings: readonly string[];
  /** The errors that `check` finds, by address. */
  readonly errors: ReadonlyMap<string, readonly Finding[]>;
}

/**
 * Reads what is adopted.
 *
 * @throws SimulationError that lists every fault.
 */
export async function inputFrom(sources: readonly SourceFile[], given: DeploymentInput): Promise<Input> {
  const deployment = deploymentOf(sources, 'adopt', given);
  const faults = new ReadingFaults();
  const all = resourcesOf(sources, faults, given.variables).map((resource) => ({
    resource,
    declaration: declarationOf(resource, faults),
  }));
  const declared = all.flatMap(({ declaration }) => declaration ?? []);
  const declarations = withUpdates(declared, faults);
  refuseUnknownNames(declarations, faults);
  faults.throwIfAny();
  const services = deployment.services.map((service): ServiceInput => {
    const own = declarations.filter((each) => each.service.toLowerCase() === service.name.toLowerCase());
    return { service, declarations: own, place: placeOf(service.name, own) };
  });
  const errors = new Map<string, Finding[]>();
  for (const finding of await findingsOf(deployment)) {
    if (finding.level !== 'error') continue;
    errors.set(finding.address, [...(errors.get(finding.address) ?? []), finding]);
  }
  const others = all
    .filter(({ resource, declaration }) => resource.mode === 'managed' && !declaration)
    .map(({ resource }) => resource);
  const updates = declared.filter(({ isUpdate }) => isUpdate);
  const asDeclared = new Set(declared);
  const merged = declarations.filter((declaration) => !asDeclared.has(declaration));
  const updated = new Set(merged.map(({ resource }) => resource.address));
  return { services, others, updates, updated, errors, warnings: deployment.warnings };
}

/** Reports each name that is not known once: many resources contain the name of their service. */
function refuseUnknownNames(declarations: readonly Declaration[], faults: ReadingFaults): void {
  const reported = new Set<string>();
  for (const declaration of declarations) {
    const { resource, service, names } = declaration;
    if ([service, ...names].some(containsHidden)) {
      faults.about(resource, 'its name contains the value of a sensitive variable, which a program would show');
    }
    const revision = declaration.kind === 'apis' && !declaration.isUpdate ? [revisionOf(declaration)] : [];
    const unknown = [service, ...names, ...revision].find((name) => !isKnown(name) || name.includes('${'));
    if (unknown === undefined || reported.has(unknown)) continue;
    reported.add(unknown);
    const variable = /\$\{var\.([\w-]+)/.exec(unknown)?.[1];
    const instead = variable === undefined ? STATE : `set it with --var ${variable}=VALUE, or ${STATE}`;
    faults.about(resource, `the name ${unknown} is not known before deployment; ${instead}`);
  }
}

const STATE = 'use the output of terraform show -json for the state, which contains all names';

/** Returns whether the resource belongs to API Management. */
export function isOfApiManagement(resource: DeclaredResource): boolean {
  if (resource.type.startsWith('azurerm_api_management')) return true;
  return azapiType(resource)?.toLowerCase().startsWith('microsoft.apimanagement/') ?? false;
}

/** Returns whether a resource of API Management that is not read can affect requests. */
export function canAffectRequests(resource: DeclaredResource): boolean {
  if (resource.type.startsWith('azurerm_api_management')) return !isPassedOverType(resource.type);
  return !isPassedOverKind((azapiType(resource) ?? '').split('/').slice(2).join('/'));
}

/** Returns whether the resource exists in Azure: in a plan, one that will be created has no id yet. */
export function isDeployed(resource: DeclaredResource): boolean {
  const id = resource.attribute('id');
  return !(id instanceof Unresolved) && !(typeof id === 'string' && !isKnown(id));
}

const SERVICE_ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ApiManagement\/service\/([^/]+)/i;

function placeOf(name: string, declarations: readonly Declaration[]): Place {
  let subscriptionId: string | undefined;
  let resourceGroupName: string | undefined;
  for (const { resource, isAzapi } of declarations) {
    for (const attribute of ['id', 'parent_id', 'api_management_id', 'resource_id']) {
      const id = resource.attribute(attribute);
      const [, subscription, group, service] = (typeof id === 'string' && SERVICE_ID.exec(id)) || [];
      if (service?.toLowerCase() !== name.toLowerCase()) continue;
      if (isKnown(subscription)) subscriptionId ??= subscription;
      if (isKnown(group)) resourceGroupName ??= group;
    }
    const group = resource.attribute('resource_group_name');
    if (!isAzapi && typeof group === 'string' && isKnown(group)) {
      resourceGroupName ??= group;
    }
  }
  return { subscriptionId, resourceGroupName };
}
