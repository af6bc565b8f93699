import type { Known } from '../../lib/failover';
import { shownText } from '../../lib/messages';
import type { Attributes } from './attributes';
import type { Declaration } from './declaration';
import type { DeployedApi, DeployedOperation, DeployedPolicy, DeployedProduct, VersioningScheme } from './deployment';
import { importedApi } from './import-document';
import { readArmId } from './resource/arm-id';
import { firstUnresolved, Unresolved } from './value';

/** The parts of an API that are declared as separate resources. */
interface ApiParts {
  readonly operations: Known<readonly DeployedOperation[]>;
  readonly policy?: DeployedPolicy;
  readonly operationPolicies: ReadonlyMap<string, DeployedPolicy>;
  readonly isCurrent: boolean;
  /** Whether a setting of the API is not known. Nothing is claimed about such an API. */
  readonly hasUnknownSetting: boolean;
}

/** Splits a name such as `orders;rev=2` into the name of the API and its revision. */
export function nameAndRevision(name: string): readonly [name: string, revision: string | undefined] {
  const [plain, revision] = name.split(';rev=');
  return [plain, revision];
}

export function revisionOf({ properties, names }: Declaration): string {
  const given = properties.symbolicText('apiRevision');
  return nameAndRevision(names[0])[1] ?? given ?? '1';
}

/** The settings of an API that decide which requests it answers. */
const SETTINGS = ['subscriptionRequired', 'subscriptionKeyParameterNames', 'protocols'];

/** Returns the first setting of an API that is not known. */
export function unknownSetting({ properties }: Declaration): UnknownAttribute | undefined {
  return unknownOf(properties, ...SETTINGS);
}

/** Returns the method or the URL template of an operation if it is not known. */
export function unknownRoute({ properties }: Declaration): UnknownAttribute | undefined {
  return unknownOf(properties, 'method', 'urlTemplate');
}

interface UnknownAttribute {
  readonly attribute: string;
  readonly value: Unresolved;
}

function unknownOf(properties: Attributes, ...names: readonly string[]): UnknownAttribute | undefined {
  for (const property of names) {
    const value = firstUnresolved(properties.value(property) ?? null);
    if (value) return { attribute: properties.attributeOf(property), value };
  }
  return undefined;
}

export function readApi(
  declaration: Declaration,
  parts: ApiParts,
  findScheme: (name: string) => VersioningScheme | undefined,
): DeployedApi {
  const { resource, properties, names } = declaration;
  const [name] = nameAndRevision(names[0]);
  const settings = parts.hasUnknownSetting ? properties.sibling({}, '') : properties;
  const keyNames = settings.block('subscriptionKeyParameterNames');
  const imported = importedApi(declaration);
  const serviceUrl = properties.knownText('serviceUrl') || imported?.serviceUrl;
  const protocols = settings.texts('protocols');
  const version = readVersion(declaration, findScheme);
  return {
    address: resource.address,
    name,
    displayName: displayName(declaration, imported ? UNKNOWN_NAME : name),
    path: (properties.symbolicText('path') ?? '').replace(/^\/+/, '').replace(/\/+$/, ''),
    protocols: protocols.length > 0 ? protocols : ['https'],
    ...(serviceUrl && { serviceUrl }),
    subscriptionRequired: settings.flag('subscriptionRequired', true),
    subscriptionKeyNames: {
      header: keyNames?.optionalText('header') ?? 'Ocp-Apim-Subscription-Key',
      query: keyNames?.optionalText('query') ?? 'subscription-key',
    },
    revision: revisionOf(declaration),
    isCurrent: parts.isCurrent,
    ...(version && { version }),
    operations: allOperations(imported?.operations, parts.operations),
    ...(parts.policy && { policy: parts.policy }),
    operationPolicies: parts.operationPolicies,
  };
}

/** A separately declared operation replaces the imported operation with the same id. */
function allOperations(
  imported: Known<readonly DeployedOperation[]> | undefined,
  declared: Known<readonly DeployedOperation[]>,
): Known<readonly DeployedOperation[]> {
  if (imported === 'unknown' || declared === 'unknown') return 'unknown';
  return [...new Map([...(imported ?? []), ...declared].map((operation) => [operation.id, operation])).values()];
}

export function readOperation(declaration: Declaration): DeployedOperation | undefined {
  const { resource, properties, names } = declaration;
  const method = properties.text('method');
  const urlTemplate = properties.text('urlTemplate');
  if (method === undefined || urlTemplate === undefined) return undefined;
  const [, id] = names;
  return {
    ...{ address: resource.address, id, displayName: displayName(declaration, id) },
    ...{ method: method.toUpperCase(), urlTemplate },
  };
}

export function readProduct(
  declaration: Declaration,
  apis: readonly string[],
  policy: DeployedPolicy | undefined,
): DeployedProduct {
  const { resource, names } = declaration;
  const [id] = names;
  return {
    ...{ address: resource.address, id, displayName: displayName(declaration, id), apis },
    ...(policy && { policy }),
  };
}

/** Represents a display name that is not known; an imported document can contain that of an API. */
const UNKNOWN_NAME = '${...}';

function displayName({ properties }: Declaration, otherwise: string): string {
  const text = properties.knownText('displayName');
  return text === 'unknown' ? UNKNOWN_NAME : text || otherwise;
}

export function readScheme({ properties }: Declaration): VersioningScheme | undefined {
  const kind = properties.text('versioningScheme');
  if (kind === undefined || kind === 'Segment') return kind && { kind };
  if (kind !== 'Header' && kind !== 'Query') {
    properties.say('versioningScheme', `is ${shownText(kind)}; Segment, Header or Query is needed`);
    return undefined;
  }
  const name = properties.text(`version${kind}Name`);
  return name === undefined ? undefined : { kind, name };
}

function readVersion(
  { properties }: Declaration,
  findScheme: (name: string) => VersioningScheme | undefined,
): DeployedApi['version'] {
  const value = properties.symbolicText('apiVersion');
  const id = properties.value('apiVersionSetId');
  // The first API of a version set can have no version, and is called without one.
  if (!value || id === undefined || id === '') return undefined;
  // The version set may not be known, for example because of its for_each.
  if (id instanceof Unresolved) return { value, scheme: 'unknown' };
  if (typeof id !== 'string') {
    properties.text('apiVersionSetId');
    return undefined;
  }
  return { value, scheme: findScheme(readArmId(id)?.path.at(-1) ?? '') ?? 'unknown' };
}
