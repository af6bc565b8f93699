import type { DeployedApi, DeployedOperation } from '../../simulator/deployment';
import type { Declaration } from '../../simulator/deployment/declaration';
import { isKnown, type Value } from '../../simulator/deployment/value';
import {
  API_NAME,
  API_PATH,
  freeText,
  METHOD,
  OPERATION_ID,
  parametersOf,
  REVISION,
  URL_TEMPLATE,
  VERSION,
} from '../../lib/private/rules';
import type { TextRule } from '../../lib/private/text-rule';
import type { AdoptedService } from './adopted-service';
import { isAllowed } from './allowed';
import { argumentOf } from './arguments';
import { documentOf, type PolicyDocument } from './documents';

/** A policy with its declaration. */
export interface PolicyInput extends PolicyDocument {
  readonly declaration: Declaration;
}

export interface OperationInput {
  readonly deployed: DeployedOperation;
  readonly declaration: Declaration;
  readonly policy?: PolicyInput;
}

export interface ApiInput {
  readonly deployed: DeployedApi;
  readonly declaration: Declaration;
  readonly policy?: PolicyInput;
  readonly operations: readonly OperationInput[];
  /** The policies of operations that are not declared, by operation. */
  readonly otherPolicies: ReadonlyMap<string, PolicyInput>;
  /** The policies whose text is not known. */
  readonly unknownPolicies: readonly Declaration[];
}

export function readApi(deployed: DeployedApi, declaration: Declaration, service: AdoptedService): ApiInput {
  const unknownPolicies: Declaration[] = [];
  const policyAt = (address: string | undefined): PolicyInput | undefined => {
    const own = address === undefined ? undefined : service.declared(address);
    const document = own && documentOf(own);
    if (own && !document) unknownPolicies.push(own);
    return own && document && { ...document, declaration: own };
  };
  const known = deployed.operations === 'unknown' ? [] : deployed.operations;
  const operations = known.flatMap((operation): OperationInput[] => {
    const own = service.declared(operation.address);
    if (own?.kind !== 'apis/operations') return [];
    const policy = policyAt(deployed.operationPolicies.get(operation.id)?.address);
    return [{ deployed: operation, declaration: own, ...(policy && { policy }) }];
  });
  const ids = new Set(operations.map((operation) => operation.deployed.id));
  const otherPolicies = new Map(
    [...deployed.operationPolicies].flatMap(([id, { address }]) => {
      const policy = ids.has(id) ? undefined : policyAt(address);
      return policy ? [[id, policy] as const] : [];
    }),
  );
  const policy = policyAt(deployed.policy?.address);
  return { deployed, declaration, ...(policy && { policy }), operations, otherPolicies, unknownPolicies };
}

/** Returns why `FailoverApi` cannot express the API, whatever its policies are; undefined if it can. */
export function apiFault(api: ApiInput): string | undefined {
  const { deployed, declaration, operations, otherPolicies, unknownPolicies } = api;
  const argument = (name: string): Value | undefined => argumentOf(declaration, name);
  const imported = argument(declaration.isAzapi ? 'format' : 'import');
  if (deployed.operations === 'unknown' || imported !== undefined || otherPolicies.size > 0) {
    return 'its operations come from an imported document';
  }
  if (unknownPolicies.length > 0) return 'the text of a policy is not known';
  if (!deployed.isCurrent) return 'it is not the current revision';
  if (operations.length === 0) return 'it has no operations';
  if (!isAllowed(deployed.name, API_NAME)) return 'its name is not valid';
  if (!isAllowed(deployed.path, API_PATH)) return 'its path is empty or not valid';
  if (!isAllowed(deployed.revision, REVISION)) return 'its revision is not valid';
  const version = argument('version');
  if ((version === undefined) !== (argument('version_set_id') === undefined))
    return 'it has a version set without a version';
  if (!isAllowedText(version, VERSION)) return 'its version is not valid';
  if (!isAllowedText(argument('display_name'), freeText(300))) return 'its display name is not valid';
  if (!isAllowedText(argument('description'), freeText(32_768))) return 'its description is not valid';
  if (!deployed.protocols.every((protocol) => protocol === 'http' || protocol === 'https'))
    return 'its protocols are not HTTP';
  const ids = new Set(operations.map((each) => each.deployed.id.toLowerCase()));
  const routes = new Set(operations.map((each) => routeOf(each.deployed).toLowerCase()));
  if (ids.size < operations.length || routes.size < operations.length) return 'two operations are the same';
  return operations.map(operationFault).find((fault) => fault !== undefined);
}

function operationFault({ deployed, declaration }: OperationInput): string | undefined {
  const { id, method, urlTemplate } = deployed;
  const what = `the operation ${id}`;
  if (!isAllowed(id, OPERATION_ID)) return `the id of ${what} is not valid`;
  if (!isAllowed(method, METHOD)) return `the method of ${what} is not valid`;
  const names = parametersOf(urlTemplate).map((name) => name.toLowerCase());
  if (!isAllowed(urlTemplate, URL_TEMPLATE) || new Set(names).size < names.length)
    return `the URL template of ${what} is not valid`;
  if (!isAllowedText(argumentOf(declaration, 'display_name'), freeText(300)))
    return `the display name of ${what} is not valid`;
  if (!isAllowedText(argumentOf(declaration, 'description'), freeText(1000)))
    return `the description of ${what} is not valid`;
  return undefined;
}

function routeOf({ method, urlTemplate }: DeployedOperation): string {
  return `${method} ${urlTemplate}`;
}

/** A value that is not known becomes a variable, which every construct accepts. */
function isAllowedText(value: Value | undefined, rule: TextRule): boolean {
  return typeof value !== 'string' || !isKnown(value) || isAllowed(value, rule);
}
