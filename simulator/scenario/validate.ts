import { Ajv, type ErrorObject, type Schema, type ValidateFunction } from 'ajv';
import type { ScenarioFile } from './scenario-file';
import * as schema from './scenario.schema.json';
import { schemaFaults } from './schema-faults';

const { properties, definitions } = schema;

/** Faults that are put into words; the others are counted. */
const MOST_TOLD = 20;
/** A part of a file with more values than these is told no more than its first fault. */
const LARGEST_PART = 100_000;

type Kind = 'scenario' | 'behaviours' | 'behaviour' | 'request' | 'expectation';

/** A part of a file that is validated by itself. */
interface Part {
  readonly kind: Kind;
  /** Its JSON pointer. */
  readonly path: string;
  readonly value: unknown;
  /** What of it is not a part of its own. */
  readonly own: unknown;
}

/** Whether a file is a scenario as the schema has it. */
export function isScenarioFile(data: unknown): data is ScenarioFile {
  for (const { kind, value } of partsOf(data)) if (!validator(kind, 'first')(value)) return false;
  return true;
}

/** What keeps a file from being one: the first faults, and how many there are besides. */
export function faultsOfFile(data: unknown): { readonly told: readonly string[]; readonly more: number } {
  const told: string[] = [];
  let count = 0;
  for (const part of partsOf(data)) {
    const faults = schemaFaults(data, errorsOf(part), MOST_TOLD - told.length);
    told.push(...faults.told);
    count += faults.count;
  }
  return { told, more: count - told.length };
}

function errorsOf({ kind, path, value, own }: Part): ErrorObject[] {
  const validate = validator(kind, isLarge(own) ? 'first' : 'all');
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => ({ ...error, instancePath: path + error.instancePath }));
}

/**
 * The parts that a file may have thousands of are validated one by one: the validator that is made of a schema copies
 * all the errors that it has found for each further one.
 */
function* partsOf(data: unknown): Generator<Part> {
  const { backends, hosts, requests, expect, ...own } = isObject(data) ? data : {};
  yield { kind: 'scenario', path: '', value: data, own };
  for (const [key, scripts] of Object.entries({ backends, hosts })) {
    if (!isObject(scripts) || Object.keys(scripts).length > properties.backends.maxProperties) continue;
    for (const [name, behaviours] of Object.entries(scripts)) {
      const path = `/${key}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      yield { kind: 'behaviours', path, value: behaviours, own: undefined };
      yield* itemsOf('behaviour', path, behaviours, definitions.behaviours.maxItems);
    }
  }
  yield* itemsOf('request', '/requests', requests, properties.requests.maxItems);
  yield* itemsOf('expectation', '/expect', expect, properties.expect.maxItems);
}

/** Of more than are allowed, none: that they are too many is a fault of the list. */
function* itemsOf(kind: Kind, path: string, list: unknown, most: number): Generator<Part> {
  if (!Array.isArray(list) || list.length > most) return;
  for (const [index, value] of list.entries()) yield { kind, path: `${path}/${index}`, value, own: value };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it holds more values than a part does that somebody wrote. */
function isLarge(part: unknown): boolean {
  const left = [part];
  for (let count = 0; left.length > 0; count++) {
    if (count + left.length > LARGEST_PART) return true;
    const value = left.pop();
    if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) left.push(item);
  }
  return false;
}

type Errors = 'first' | 'all';

const ajvs = new Map<Errors, Ajv>();

function validator(kind: Kind, errors: Errors): ValidateFunction {
  let ajv = ajvs.get(errors);
  if (!ajv) {
    ajv = new Ajv({ allErrors: errors === 'all', verbose: true, allowUnionTypes: true });
    ajvs.set(errors, ajv.addSchema(withoutParts(), 'scenario'));
  }
  const found = ajv.getSchema(kind === 'scenario' ? 'scenario' : `scenario#/definitions/${kind}`);
  if (!found) throw new Error(`the schema has no ${kind}`);
  return found;
}

/** The schema, with anything in the place of what is validated by itself. */
function withoutParts(): Schema {
  return {
    ...schema,
    properties: {
      ...properties,
      backends: { ...properties.backends, additionalProperties: true },
      hosts: { ...properties.hosts, additionalProperties: true },
      requests: { ...properties.requests, items: true },
      expect: { ...properties.expect, items: true },
    },
    definitions: { ...definitions, behaviours: { ...definitions.behaviours, items: true } },
  };
}
