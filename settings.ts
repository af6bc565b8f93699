import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Node } from 'constructs';
import { printable, shownText } from './lib/messages';
import { SUBSCRIPTION_ID } from './lib/private/rules';
import { jsonFault } from './simulator/deployment/terraform/parse-json';

/** What a deployment of one's own changes: the context in `cdktf.json`. */
export interface Settings {
  /** The regions, in the order in which they stand in for each other. */
  readonly regions: RegionSettings[];
  /** Where the state is kept; left out: beside the program. */
  readonly remoteState?: RemoteStateSettings;
}

export interface RegionSettings {
  readonly name: string;
  readonly apiManagement: ResourceSettings;
  readonly functionApp: ResourceSettings;
  /** Left out: the subscription of the default providers. */
  readonly subscriptionId?: string;
}

/** Something that exists in Azure. */
export interface ResourceSettings {
  readonly name: string;
  readonly resourceGroupName: string;
}

/** A blob in Azure Storage. */
export interface RemoteStateSettings {
  readonly resourceGroupName: string;
  readonly storageAccountName: string;
  readonly containerName: string;
  readonly key: string;
}

/**
 * The context of the `cdktf.json` beside this file, for an app that is not started by cdktf's command.
 *
 * @throws Error if the file is no JSON, or holds no object
 */
export function contextOfProject(): Record<string, unknown> {
  return contextIn(readFileSync(join(__dirname, 'cdktf.json'), 'utf8'));
}

/** The context in the text of a `cdktf.json`. */
export function contextIn(json: string): Record<string, unknown> {
  const content = parsed(json);
  if (!isObject(content)) throw new Error(`cdktf.json: ${describe(content)}; an object with context is needed`);
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
 * Reads the settings from an app's context.
 * @throws Error that lists everything that is missing or wrong
 */
export function readSettings(node: Node): Settings {
  const faults: string[] = [];
  const regions = readRegions(node.tryGetContext('regions'), faults);
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
  return { regions, remoteState: remoteState as RemoteStateSettings | undefined };
}

function readRegions(value: unknown, faults: string[]): RegionSettings[] {
  if (!Array.isArray(value) || value.length < 2) {
    faults.push(`regions: ${describe(value)}; a list of two or more regions is needed`);
    return [];
  }
  value.forEach((region: unknown, index) => {
    const where = `regions[${index}]`;
    if (!readTexts(region, where, ['name'], ['subscriptionId', 'apiManagement', 'functionApp'], faults)) return;
    const { subscriptionId, apiManagement, functionApp } = region as Record<string, unknown>;
    if (subscriptionId !== undefined) readSubscriptionId(subscriptionId, `${where}.subscriptionId`, faults);
    readTexts(apiManagement, `${where}.apiManagement`, ['name', 'resourceGroupName'], [], faults);
    readTexts(functionApp, `${where}.functionApp`, ['name', 'resourceGroupName'], [], faults);
  });
  const regions = value as Partial<RegionSettings>[];
  // Services and function apps are part of a domain name: no two in Azure have the same.
  findTwice(regions, 'name', (region) => region?.name, faults);
  findTwice(regions, 'apiManagement.name', (region) => region?.apiManagement?.name, faults);
  findTwice(regions, 'functionApp.name', (region) => region?.functionApp?.name, faults);
  return value as RegionSettings[];
}

/** Notes what each region has of its own, and an earlier one has too; capital letters make no difference in Azure. */
function findTwice(
  regions: readonly Partial<RegionSettings>[],
  setting: string,
  nameOf: (region: Partial<RegionSettings> | null) => unknown,
  faults: string[],
): void {
  const names = regions.map(nameOf).map((name) => (typeof name === 'string' ? name.trim().toLowerCase() : ''));
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    if (name === '' || first === index) return;
    const received = describe(nameOf(regions[index]));
    faults.push(`regions[${index}].${setting}: ${received}, as in regions[${first}]; each is allowed once`);
  });
}

/** Whether the value is an object with these texts, and nothing that nobody reads. */
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
    faults.push(`${where}.${key}: nothing of that name is read; ${[...required, ...others].join(', ')} are`);
  }
  return true;
}

function readText(value: unknown, where: string, faults: string[]): void {
  if (typeof value !== 'string' || value.trim() === '') faults.push(`${where}: ${describe(value)}; a text is needed`);
}

function readSubscriptionId(value: unknown, where: string, faults: string[]): void {
  const { pattern, allowed } = SUBSCRIPTION_ID;
  if (typeof value !== 'string' || !pattern?.test(value)) faults.push(`${where}: ${describe(value)}; ${allowed}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What was received, without what may be a secret in it: a whole block, or a key in the wrong place. */
function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return 'an object';
  return typeof value === 'string' ? shownText(value) : JSON.stringify(value);
}
