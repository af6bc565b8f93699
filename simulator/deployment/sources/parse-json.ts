import { jsonFault } from '../../../lib/messages';
import type { ReadingFaults } from '../reading-faults';
import type { SourceFile } from '../source-file';
import type { Json, JsonObject } from '../value';

/** The maximum nesting depth; Terraform files never reach it. */
const DEEPEST = 200;

/** The first characters of a plan that `terraform plan -out` writes. */
const ZIP = 'PK\u0003\u0004';
const PLAN_FILE = 'is a plan file; use the output of terraform show -json instead';

/** Parses the text as JSON; returns undefined after reporting a fault. */
export function parseJson({ name, json }: SourceFile, faults: ReadingFaults): Json | undefined {
  try {
    const parsed = JSON.parse(json) as Json;
    if (typeof parsed !== 'object' || parsed === null || !isDeeperThan(parsed, DEEPEST)) return parsed;
    faults.say(name, `is nested deeper than ${DEEPEST}`);
    return undefined;
  } catch {
    faults.say(name, json.startsWith(ZIP) ? PLAN_FILE : jsonFault(json));
    return undefined;
  }
}

/** Traverses lists in the same way as objects, for speed: this runs for every value. */
function isDeeperThan(value: JsonObject | readonly Json[], most: number): boolean {
  if (most === 0) return true;
  const object = value as JsonObject;
  for (const name in object) {
    const below = object[name];
    if (typeof below === 'object' && below !== null && isDeeperThan(below, most - 1)) return true;
  }
  return false;
}
