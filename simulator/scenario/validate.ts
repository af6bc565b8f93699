import { Ajv, type ErrorObject, type Schema, type ValidateFunction } from 'ajv';
import type { ScenarioFile } from './scenario-file';
import * as schema from './scenario.schema.json';
import { schemaFaults } from './schema-faults';

const { properties, definitions } = schema;

/** The maximum number of faults to describe; the others are counted. */
const MOST_TOLD = 20;
/** For a part of a file with more values than this, only the first fault is reported. */
const LARGEST_PART = 100_000;

type Kind = 'scenario' | 'behaviours' | 'behaviour' | 'request' | 'expectation';

/** A part of a file that is validated separately. */
interface Part {
  readonly kind: Kind;
  /** Its JSON pointer. */
  readonly path: string;
  readonly value: unknown;
  /** The content that is not a separate part. */
  readonly own: unknown;
}

/** Returns whether a file is a valid scenario. */
export function isScenarioFile(data: unknown): data is ScenarioFile {
  for (const { kind, value } of partsOf(data)) if (!validator(kind, 'first')(value)) return false;
  return true;
}

/** Returns the first faults of a file and the number of further ones. */
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
 * Parts that can occur thousands of times are validated one by one, because the validator copies all previous errors
 * for each further error.
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

/** Returns no parts if there are too many: that is a fault of the list. */
function* itemsOf(kind: Kind, path: string, list: unknown, most: number): Generator<Part> {
  if (!Array.isArray(list) || list.length > most) return;
  for (const [index, value] of list.entries()) yield { kind, path: `${path}/${index}`, value, own: value };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns whether the part has more values than a hand-written one. */
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

/** Returns the schema without the parts that are validated separately. */
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
