import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Node } from 'constructs';
import { printable, shownText } from './lib/messages';

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

/** The context of the `cdktf.json` beside this file, for an app that is not started by cdktf's command. */
export function contextOfProject(): Record<string, unknown> {
  const file = join(__dirname, 'cdktf.json');
  const { context } = JSON.parse(readFileSync(file, 'utf8')) as { context?: Record<string, unknown> };
  return context ?? {};
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
    if (subscriptionId !== undefined) readText(subscriptionId, `${where}.subscriptionId`, faults);
    readTexts(apiManagement, `${where}.apiManagement`, ['name', 'resourceGroupName'], [], faults);
    readTexts(functionApp, `${where}.functionApp`, ['name', 'resourceGroupName'], [], faults);
  });
  return value as RegionSettings[];
}

/** Whether the value is an object with these texts, and nothing that nobody reads. */
function readTexts(
  value: unknown,
  where: string,
  required: readonly string[],
  others: readonly string[],
  faults: string[],
): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    faults.push(`${where}: ${describe(value)}; an object with ${required.join(', ')} is needed`);
    return false;
  }
  for (const key of required) readText((value as Record<string, unknown>)[key], `${where}.${key}`, faults);
  for (const key of Object.keys(value)) {
    if ([...required, ...others].includes(key)) continue;
    faults.push(`${where}.${key}: nothing of that name is read; ${[...required, ...others].join(', ')} are`);
  }
  return true;
}

function readText(value: unknown, where: string, faults: string[]): void {
  if (typeof value !== 'string' || value.trim() === '') faults.push(`${where}: ${describe(value)}; a text is needed`);
}

/** What was received, without what may be a secret in it: a whole block, or a key in the wrong place. */
function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? shownText(value) : JSON.stringify(value);
}
