import type { ReadingFaults } from '../reading-faults';
import type { SourceFile } from '../source-file';
import { isObject, JsonObject } from '../value';
import { JsonError, LocatedJson } from './json';
import { propertyOf, textIn } from './select';

/** A template, or a file with its parameters. */
export interface ArmFile {
  readonly source: SourceFile;
  readonly json: LocatedJson;
  readonly root: JsonObject;
  readonly kind: 'template' | 'parameters';
}

/** Matches the schema of a template or of a parameters file in a text. */
const MARKED = /"\$schema"\s*:\s*"[^"]*deployment(?:template|parameters)\.json#?"/i;
/** Captures what a schema describes. */
const SCHEMA = /\/\w*?deployment(template|parameters)\.json#?$/i;
/** Matches texts that can be a template or a parameters file, if they are not marked as one. */
const VERSIONED = /"contentVersion"\s*:/i;

/** The maximum size in characters; Azure Resource Manager allows 4 MB. */
const LARGEST = 16 * 1024 * 1024;

/** Separates ARM templates and their parameters from all other files. */
export function separateArm(sources: readonly SourceFile[], faults: ReadingFaults): Separated {
  const arm: ArmFile[] = [];
  const others: SourceFile[] = [];
  for (const source of sources) {
    const file = armFile(source, faults);
    if (file === 'other') others.push(source);
    else if (file) arm.push(file);
  }
  return { arm, others };
}

export interface Separated {
  readonly arm: readonly ArmFile[];
  readonly others: readonly SourceFile[];
}

function megabytes(length: number): number {
  return Math.ceil(length / 1024 / 1024);
}

/** Returns undefined after reporting a fault. */
function armFile(source: SourceFile, faults: ReadingFaults): ArmFile | 'other' | undefined {
  const { name, json: text, role } = source;
  const isParameters = role === 'parameters';
  const isMarked = isParameters || MARKED.test(text);
  if (!isMarked && !VERSIONED.test(text)) return 'other';
  if (text.length > LARGEST) {
    if (!isMarked) return 'other';
    faults.say(name, `has ${megabytes(text.length)} MB; the maximum for an ARM template is ${megabytes(LARGEST)} MB`);
    return undefined;
  }
  const json = located(text);
  if (json instanceof JsonError) {
    if (!isMarked) return 'other';
    faults.say(name, json.message);
    return undefined;
  }
  const root = json.value;
  const kind = isObject<JsonObject>(root) ? kindOf(root) : undefined;
  if (!isParameters) return kind === undefined ? 'other' : { source, json, root: root as JsonObject, kind };
  if (isObject<JsonObject>(root) && kind !== 'template') return { source, json, root, kind: 'parameters' };
  faults.say(name, 'is not a file with the parameters of an ARM template');
  return undefined;
}

function located(text: string): LocatedJson | JsonError {
  try {
    return new LocatedJson(text);
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
}

function kindOf(root: JsonObject): ArmFile['kind'] | undefined {
  const kind = SCHEMA.exec(textIn(root, '$schema'))?.[1]?.toLowerCase();
  if (kind === 'template' || kind === 'parameters') return kind;
  const of = (name: string): boolean => propertyOf(root, name) !== undefined;
  return !of('contentVersion') ? undefined : of('resources') ? 'template' : of('parameters') ? 'parameters' : undefined;
}
