import { FUNCTIONS } from './index';

/** The functions that are not pure, or are not evaluated. */
const OTHERS = [
  ...['and', 'if', 'or', 'copyIndex', 'parameters', 'variables', 'deployment', 'deployer', 'environment'],
  ...['resourceGroup', 'subscription', 'tenant', 'managementGroup'],
  ...['resourceId', 'subscriptionResourceId', 'tenantResourceId', 'extensionResourceId', 'managementGroupResourceId'],
  ...['reference', 'references', 'resourceInfo', 'providers', 'pickZones'],
  ...['toLogicalZone', 'toLogicalZones', 'toPhysicalZone', 'toPhysicalZones'],
  ...['map', 'filter', 'reduce', 'sort', 'toObject', 'groupBy', 'mapValues', 'lambda', 'lambdaVariables'],
  ...['cidrHost', 'cidrSubnet', 'parseCidr', 'dateTimeAdd', 'dateTimeFromEpoch', 'dateTimeToEpoch', 'utcNow'],
  ...['guid', 'newGuid', 'uniqueString', 'fail', 'externalInput', 'externalInputs', 'buildUri', 'parseUri'],
];

/** The functions as they are written, by name in lower case. */
const WRITTEN = [
  ...['base64ToJson', 'base64ToString', 'createArray', 'createObject', 'dataUri', 'dataUriToString', 'endsWith'],
  ...['greaterOrEquals', 'indexFromEnd', 'indexOf', 'lastIndexOf', 'lessOrEquals', 'objectKeys', 'padLeft'],
  ...['shallowMerge', 'startsWith', 'toLower', 'toUpper', 'tryGet', 'uriComponent', 'uriComponentToString'],
];

const BY_NAME: ReadonlyMap<string, string> = new Map([
  ...[...FUNCTIONS.keys()].map((name) => [name, name] as const),
  ...[...OTHERS, ...WRITTEN].map((name) => [name.toLowerCase(), name] as const),
]);

/** The names of the functions of Azure Resource Manager, except those that begin with `list`. */
export const FUNCTION_NAMES: readonly string[] = [...BY_NAME.values()];

/** @param name - the name in lower case. Functions that a template defines have a namespace. */
export function isFunction(name: string): boolean {
  return BY_NAME.has(name) || name.startsWith('list') || name.includes('.');
}
