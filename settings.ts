import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Node } from 'constructs';
import { jsonFault, printable, shownText } from './lib/messages';

const SUBSCRIPTION_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The settings of a deployment, from the context in `cdktf.json`. */
export interface Settings {
  /** The regions, in failover order. */
  readonly regions: RegionSettings[];
  /**
   * Subscriptions that no region uses anymore: Terraform needs their providers once more, to delete the resources of
   * their last region. Written as the region had them, because the alias of a provider is case-sensitive.
   */
  readonly formerSubscriptionIds?: string[];
  /** The remote state. If undefined, the state is stored locally. */
  readonly remoteState?: RemoteStateSettings;
}

export interface RegionSettings {
  readonly name: string;
  readonly apiManagement: ResourceSettings;
  readonly functionApp: FunctionAppSettings;
  /** If undefined, the subscription of the default providers is used. */
  readonly subscriptionId?: string;
  /** Whether the function app receives no requests for now. False if undefined. */
  readonly drained?: boolean;
}

/** An existing Azure resource. */
export interface ResourceSettings {
  readonly name: string;
  readonly resourceGroupName: string;
}

/** An existing function app, with its host key. */
export interface FunctionAppSettings extends ResourceSettings {
  /** If undefined, the host key `default`. */
  readonly keyName?: string;
  /** Change it to send the key again. */
  readonly keyVersion?: string;
}

/** A blob in Azure Storage. */
export interface RemoteStateSettings {
  readonly resourceGroupName: string;
  readonly storageAccountName: string;
  readonly containerName: string;
  readonly key: string;
}

/**
 * Returns the context of the `cdktf.json` of the project, for an app that the cdktf command did not start.
 *
 * @param folder the folder of this file by default
 * @throws Error if the file cannot be read, is not JSON, or does not contain an object
 */
export function contextOfProject(folder = __dirname): Record<string, unknown> {
  return contextIn(textOf(join(folder, 'cdktf.json')));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new Error(printable(`${file}: ${why}; a file with a context is needed`), { cause: error });
  }
}

/** Returns the context in the text of a `cdktf.json`. */
export function contextIn(json: string): Record<string, unknown> {
  const content = parsed(json);
  if (!isObject(content)) throw new Error(`cdktf.json: ${describe(content)}; an object with a context is needed`);
  const { context = {} } = content;
  if (!isObject(context))
    throw new Error(`cdktf.json: context: ${describe(context)}; an object with regions is needed`);
  return context;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Error(`cdktf.json ${jsonFault(json)}`);
  }
}

/**
 * Reads the settings from the context of an app.
 * @throws Error if settings are missing or invalid; the message lists every fault
 */
export function readSettings(node: Node): Settings {
  const faults: string[] = [];
  findMisspelled(node, faults);
  const regions = readRegions(node.tryGetContext('regions'), faults);
  const formerSubscriptionIds = readFormer(node.tryGetContext('formerSubscriptionIds'), regions, faults);
  const remoteState = node.tryGetContext('remoteState') as unknown;
  if (remoteState !== undefined) {
    readTexts(
      remoteState,
      'remoteState',
      ['resourceGroupName', 'storageAccountName', 'containerName', 'key'],
      [],
      faults,
    );
  }
  if (faults.length > 0) {
    throw new Error(`The context in cdktf.json cannot be used:\n  ${faults.map(printable).join('\n  ')}`);
  }
  return { regions, formerSubscriptionIds, remoteState: remoteState as RemoteStateSettings | undefined };
}

const SETTINGS = ['regions', 'formerSubscriptionIds', 'remoteState'];

/** Adds a fault for each key that is almost a setting. The context also has keys of cdktf itself. */
function findMisspelled(node: Node, faults: string[]): void {
  const keys = Object.keys(node.getAllContext() as object).filter((key) => !SETTINGS.includes(key));
  for (const key of keys) {
    const meant = SETTINGS.find((setting) => isAlmost(key.toLowerCase(), setting.toLowerCase()));
    if (meant !== undefined) faults.push(`${key}: unknown setting; did you mean ${meant}?`);
  }
}

const MOST_MISTAKES = 2;

/** Returns whether few characters have to be added, removed, or changed to make one word the other. */
function isAlmost(one: string, other: string, mistakes = MOST_MISTAKES): boolean {
  if (one === other) return true;
  if (mistakes === 0 || Math.abs(one.length - other.length) > mistakes) return false;
  if (one !== '' && one[0] === other[0]) return isAlmost(one.slice(1), other.slice(1), mistakes);
  return [
    [one.slice(1), other],
    [one, other.slice(1)],
    [one.slice(1), other.slice(1)],
  ].some(([a, b]) => isAlmost(a, b, mistakes - 1));
}

function readRegions(value: unknown, faults: string[]): RegionSettings[] {
  if (!Array.isArray(value) || value.length < 2) {
    faults.push(`regions: ${describe(value)}; a list of two or more regions is needed`);
    return [];
  }
  value.forEach((region: unknown, index) => {
    const where = `regions[${index}]`;
    if (!readTexts(region, where, ['name'], ['subscriptionId', 'drained', 'apiManagement', 'functionApp'], faults))
      return;
    const { subscriptionId, drained, apiManagement, functionApp } = region as Record<string, unknown>;
    if (subscriptionId !== undefined) readSubscriptionId(subscriptionId, `${where}.subscriptionId`, faults);
    if (drained !== undefined && typeof drained !== 'boolean')
      faults.push(`${where}.drained: ${describe(drained)}; true or false is needed`);
    readTexts(apiManagement, `${where}.apiManagement`, ['name', 'resourceGroupName'], [], faults);
    readTexts(functionApp, `${where}.functionApp`, ['name', 'resourceGroupName'], ['keyName', 'keyVersion'], faults);
    readOptionalTexts(functionApp, `${where}.functionApp`, ['keyName', 'keyVersion'], faults);
  });
  const regions = value as (Partial<RegionSettings> | null)[];
  if (regions.every((region) => region?.drained === true))
    faults.push(`regions: all ${regions.length} are drained; at least one must not be drained`);
  // The names of services and function apps are part of a domain name, so they are globally unique.
  findDuplicates(regions, 'name', (region) => region?.name, faults);
  findDuplicates(regions, 'apiManagement.name', (region) => region?.apiManagement?.name, faults);
  findDuplicates(regions, 'functionApp.name', (region) => region?.functionApp?.name, faults);
  return value as RegionSettings[];
}

/** Adds a fault for each region that repeats a value of an earlier region. Azure names are case-insensitive. */
function findDuplicates(
  regions: readonly (Partial<RegionSettings> | null)[],
  setting: string,
  nameOf: (region: Partial<RegionSettings> | null) => unknown,
  faults: string[],
): void {
  const names = regions.map(nameOf).map((name) => (typeof name === 'string' ? name.trim().toLowerCase() : ''));
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    if (name === '' || first === index) return;
    const received = describe(nameOf(regions[index]));
    faults.push(`regions[${index}].${setting}: ${received}, the same as in regions[${first}]; each is allowed once`);
  });
}

function readFormer(
  value: unknown,
  regions: readonly Partial<RegionSettings>[],
  faults: string[],
): string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) {
    faults.push(`formerSubscriptionIds: ${describe(value)}; a list of subscription ids is needed`);
    return undefined;
  }
  const used = regions.map((region) => region?.subscriptionId);
  value.forEach((id: unknown, index) => {
    readSubscriptionId(id, `formerSubscriptionIds[${index}]`, faults);
    // The aliases of providers are case-sensitive.
    const other = used.find((each) => each !== id && String(each).toLowerCase() === String(id).toLowerCase());
    if (other !== undefined) {
      const needed = `a region has ${describe(other)}; the same case is needed`;
      faults.push(`formerSubscriptionIds[${index}]: ${describe(id)}; ${needed}`);
    }
    const first = value.indexOf(id);
    if (first === index) return;
    const same = `the same as formerSubscriptionIds[${first}]; each is allowed once`;
    faults.push(`formerSubscriptionIds[${index}]: ${describe(id)}, ${same}`);
  });
  return value as string[];
}

/** Returns whether the value is an object, and adds a fault for each missing string and each unknown setting. */
function readTexts(
  value: unknown,
  where: string,
  required: readonly string[],
  others: readonly string[],
  faults: string[],
): boolean {
  if (!isObject(value)) {
    faults.push(`${where}: ${describe(value)}; an object with ${required.join(', ')} is needed`);
    return false;
  }
  for (const key of required) readText(value[key], `${where}.${key}`, faults);
  for (const key of Object.keys(value)) {
    if ([...required, ...others].includes(key)) continue;
    faults.push(`${where}.${key}: unknown setting; allowed: ${[...required, ...others].join(', ')}`);
  }
  return true;
}

function readOptionalTexts(value: unknown, where: string, names: readonly string[], faults: string[]): void {
  if (!isObject(value)) return;
  for (const name of names) if (value[name] !== undefined) readText(value[name], `${where}.${name}`, faults);
}

function readText(value: unknown, where: string, faults: string[]): void {
  if (typeof value !== 'string') faults.push(`${where}: ${describe(value)}; a string is needed`);
  else if (value.trim() === '') faults.push(`${where}: ${describe(value)}; a string that is not blank is needed`);
}

function readSubscriptionId(value: unknown, where: string, faults: string[]): void {
  if (typeof value === 'string' && SUBSCRIPTION_ID.test(value)) return;
  const allowed = 'a subscription id is needed, such as 00000000-0000-0000-0000-000000000000';
  faults.push(`${where}: ${describe(value)}; ${allowed}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Describes what was received without possible secrets, such as a whole block or a misplaced key. */
function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return 'an object';
  return typeof value === 'string' ? shownText(value) : JSON.stringify(value);
}
