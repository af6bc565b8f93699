import type { ErrorObject } from 'ajv';
import { redact, shownText, textOfLength } from '../../lib/messages';
import { listed } from '../common/listing';
import { suggestion } from '../common/nearest';

const LONGEST_SHOWN = 60;

/**
 * Describes validation errors for the author of the file: the place, the problem, and the allowed values.
 *
 * @param most - the maximum number of faults to describe; all are counted
 */
export function schemaFaults(
  data: unknown,
  errors: readonly ErrorObject[],
  most: number,
): { readonly told: readonly string[]; readonly count: number } {
  const unknown = new Map<string, string[]>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== 'additionalProperties') continue;
    const names = unknown.get(instancePath);
    if (names) names.push(String(params.additionalProperty));
    else unknown.set(instancePath, [String(params.additionalProperty)]);
  }
  const faults = errors.filter((error) => isFault(error, unknown.get(error.instancePath)));
  const told = faults.slice(0, most).map((error) => faultOf(data, error, unknown.get(error.instancePath) ?? []));
  return { told, count: faults.length };
}

/** All unknown names of an object are one fault; an invalid property name has its own fault. */
function isFault({ keyword, params, propertyName }: ErrorObject, unknown: readonly string[] = []): boolean {
  if (keyword === 'additionalProperties') return params.additionalProperty === unknown[0];
  return keyword !== 'pattern' || propertyName === undefined;
}

function faultOf(data: unknown, error: ErrorObject, unknown: readonly string[]): string {
  const { keyword, instancePath, schemaPath, params, data: value } = error;
  const schema = (error.parentSchema ?? {}) as Schema;
  const path = pathOf(instancePath);
  const here = place(data, path);
  const at = (key: unknown): string => place(data, [...path, String(key)]);
  const shown = isHidden(error, schema) ? kindOfValue(value) : show(value);
  const wrong = (needed: string): string => `${here ? `${here}: ` : ''}${shown} ${needed}`;
  if (isDuration(schemaPath))
    return wrong(
      'is not a duration; an ISO 8601 duration in days, hours, minutes, and seconds is needed, such as PT5S',
    );
  switch (keyword) {
    case 'required':
      return `${at(params.missingProperty)} is missing`;
    case 'additionalProperties':
      return `${are(unknown.map(at))} not allowed${meant(unknown, schema)}; allowed: ${namesIn(schema)}`;
    case 'dependencies':
      return `${at(params.property)} has no effect without ${String(params.missingProperty)}`;
    case 'false schema':
      // The schema's path ends in /dependencies/<the other>/properties/<this>/false schema.
      return `${here} cannot be combined with ${schemaPath.split('/').at(-4)}`;
    case 'minProperties':
      return `${here} is empty; allowed: ${namesIn(schema)}`;
    case 'propertyNames':
      // A header that is written as one string contains its value.
      return `${here}: ${textOfLength(String(params.propertyName))} is not a valid header name`;
    case 'minItems':
      return `${here} is empty; at least one item is needed`;
    case 'maxItems':
    case 'maxProperties':
      return `${here} has ${count(value)}; the maximum is ${count(params.limit)}`;
    case 'minLength':
      return `${here} is empty; text is needed`;
    case 'enum':
    case 'const':
      return wrong(
        `is not allowed; allowed: ${(schema.enum ?? [schema.const]).map((v) => JSON.stringify(v)).join(' or ')}`,
      );
    case 'minimum':
    case 'maximum':
      return wrong(`is out of range; ${rangeOf(schema)}`);
    case 'type':
      return wrong(`is not allowed; ${kindOf(schema)} is needed`);
    case 'pattern':
      return wrong(`is not allowed; ${patternOf(schemaPath)}`);
    default:
      return wrong(`is not allowed: ${error.message ?? keyword}`);
  }
}

/** Formats a number, or the number of items of a list or object, for example `10,000`. */
function count(of: unknown): string {
  const number = typeof of === 'number' ? of : Object.keys(of ?? {}).length;
  return number.toLocaleString('en');
}

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string | readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

function namesIn({ properties = {} }: Schema): string {
  return listed(Object.keys(properties));
}

function meant(unknown: readonly string[], { properties = {} }: Schema): string {
  return unknown.length === 1 ? suggestion(unknown[0], Object.keys(properties)) : '';
}

/** Returns whether the value can be a secret: a header value, or a string in place of an object. */
function isHidden({ keyword, instancePath }: ErrorObject, { type = [] }: Schema): boolean {
  const isHeader = pathOf(instancePath).at(-2) === 'headers';
  return isHeader || (keyword === 'type' && [type].flat().some((name) => name === 'object' || name === 'array'));
}

function isDuration(schemaPath: string): boolean {
  return schemaPath.startsWith('#/definitions/duration/');
}

function patternOf(schemaPath: string): string {
  if (schemaPath.includes('/start/')) return 'a date and time with a time zone is needed, such as 2026-01-01T00:00:00Z';
  if (schemaPath.includes('/path/'))
    return 'a path that starts with a slash and has no spaces is needed, such as /orders/7?full=1';
  if (schemaPath.includes('/method/')) return 'an HTTP method is needed, such as POST';
  if (schemaPath.includes('/headers/')) return 'a single line is needed';
  return 'the name of a policy is needed, such as set-header';
}

function rangeOf({ minimum, maximum }: Schema): string {
  return maximum === undefined ? `${minimum} or more is allowed` : `${minimum} to ${maximum} is allowed`;
}

const KINDS = new Map([
  ['string', 'text'],
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['null', 'null'],
]);

function kindOf({ type = [] }: Schema): string {
  return [type]
    .flat()
    .map((name) => KINDS.get(name) ?? name)
    .join(' or ');
}

/** Returns the keys of a JSON pointer. */
function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** For example, `requests[2].at`, and `hosts["api.example.com"]`. */
export function place(data: unknown, path: readonly string[]): string {
  let text = '';
  let container = data;
  path.forEach((key, index) => {
    if (Array.isArray(container)) text += `[${key}]`;
    else if (/^[\w$-]{1,80}$/.test(key) && redact(key) === key) text += text === '' ? key : `.${key}`;
    else text += `[${path[index - 1] === 'headers' ? textOfLength(key) : show(key)}]`;
    container = isObject(container) && Object.hasOwn(container, key) ? container[key] : undefined;
  });
  return text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** For example, `status, from are`. */
function are(names: readonly string[]): string {
  return `${listed(names)} ${names.length === 1 ? 'is' : 'are'}`;
}

/** Formats a value as JSON on one line, shortened. */
function show(value: unknown): string {
  return typeof value === 'string' ? shownText(value, LONGEST_SHOWN) : kindOfValue(value);
}

/** Formats a value without the content of strings, lists and objects. */
function kindOfValue(value: unknown): string {
  if (typeof value === 'string') return textOfLength(value);
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return JSON.stringify(value) ?? 'nothing';
}
