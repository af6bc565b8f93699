import { types } from 'node:util';
import { Assumption, ASSUMPTIONS, NumberRange } from '../../lib/failover';
import { redactName } from '../../lib/messages';
import type { ClientRequest } from '../common/client-request';
import { SimulationError } from '../common/simulation-error';
import * as schema from '../scenario/scenario.schema.json';
import {
  argumentOf,
  isPromise,
  kindOf,
  listOf,
  objectOf,
  received,
  refused,
  Rule,
  Rules,
  text,
  textLike,
  wholeNumber,
} from './rules';

// Values that a scenario can contain as well are subject to its schema.
const { properties, definitions } = schema;
const { pattern: headerName } = definitions.headers.propertyNames;
const { pattern: headerValue } = definitions.headers.additionalProperties;
const { method, path } = definitions.request.properties;

/** @throws SimulationError that lists the faults of a call, if there are any. */
export function refuseFaults(call: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new SimulationError(faults.map((fault) => `${call}: ${fault}`));
}

/** Returns the fault of a stack that is not the text of its Terraform JSON. */
export function stackFaults(call: string, stack: unknown): string[] {
  if (typeof stack === 'string') return [];
  const what = isPromise(stack) ? 'a promise was received; await it' : `${kindOf(stack)} was received`;
  return [`${what}; the text of Terraform JSON is needed, as in ${call}(Testing.synth(stack))`];
}

export const seed = wholeNumber(properties.seed.minimum, properties.seed.maximum);

export const ignorePolicies = listOf(
  textLike(properties.ignorePolicies.items.pattern, 'the name of a policy is needed, such as set-header'),
);

export const date: Rule = (where, value) => {
  const isDate = types.isDate(value) && !Number.isNaN(value.getTime());
  return isDate ? [] : [refused(where, received(value), 'a Date is needed')];
};

const statusCode = wholeNumber(definitions.statusCode.minimum, definitions.statusCode.maximum);

/** One status code, or several. */
export const statusCodes: Rule = (where, value) => {
  if (!Array.isArray(value)) return statusCode(where, value);
  return value.length === 0
    ? [`${where}: the list is empty; at least one is needed`]
    : listOf(statusCode)(where, value);
};

/** Names of assumptions, for those who set one in the wrong place. */
export const ASSUMPTION_NAMES = Object.keys(ASSUMPTIONS);

export const assumptions = objectOf(
  Object.fromEntries(
    Object.entries<Assumption<unknown>>(ASSUMPTIONS).map(([name, assumption]) => [name, assumed(assumption)]),
  ),
);

function assumed({ values, range }: Assumption<unknown>): Rule {
  const others = values.filter((value) => !range || typeof value !== 'number').map((value) => JSON.stringify(value));
  const allowed = [...(range ? [numbersIn(range)] : []), ...others].join(' or ');
  return (where, value) =>
    values.includes(value) || (range && isInRange(value, range))
      ? []
      : [`${where}: ${received(value)} is not allowed; allowed: ${allowed}`];
}

function numbersIn({ least, most, isWhole }: NumberRange): string {
  return `${isWhole ? 'whole numbers' : 'numbers'} from ${least}${most === undefined ? '' : ` to ${most}`}`;
}

function isInRange(value: unknown, { least, most = Infinity, isWhole }: NumberRange): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return value >= least && value <= most && (!isWhole || Number.isInteger(value));
}

/** The values of headers may be secrets, and a header that is written as one string contains its value. */
function headersOf(isValue: (value: unknown) => boolean, needed: string): Rule {
  const isName = new RegExp(headerName);
  return (where, value) => {
    if (kindOf(value) !== 'an object')
      return [refused(where, kindOf(value), 'an object of names and values is needed')];
    return Object.entries(value as object).flatMap(([name, given]) => {
      const place = `${where}[${JSON.stringify(redactName(name))}]`;
      if (!isName.test(name)) return [`${place} is not a valid header name`];
      return isValue(given) ? [] : [refused(place, kindOf(given), needed)];
    });
  };
}

const isHeaderValue = (value: unknown): boolean => typeof value === 'string' && new RegExp(headerValue).test(value);

export const responseHeaders = headersOf(isHeaderValue, 'a string with a single line is needed');

const requestHeaders = headersOf(
  (value) => (Array.isArray(value) ? value.every(isHeaderValue) : isHeaderValue(value)),
  'a string with a single line is needed, or a list of them',
);

/** A body that is sent as JSON, unless it is a string. */
export const jsonBody: Rule = (where, value) => {
  try {
    if (JSON.stringify(value) !== undefined) return [];
  } catch {
    // It is circular, too deep, or contains what JSON does not have.
  }
  return [refused(where, kindOf(value), 'a string, or a value that can be sent as JSON, is needed')];
};

const REQUEST: Rules<ClientRequest> = {
  method: textLike(method.pattern, 'an HTTP method is needed, such as POST'),
  path: textLike(path.pattern, 'a path that starts with a slash and has no spaces is needed, such as /orders/7?full=1'),
  headers: requestHeaders,
  body: (where, value) =>
    typeof value === 'string' || types.isUint8Array(value)
      ? []
      : [refused(where, kindOf(value), 'a string or bytes are needed; for JSON, use JSON.stringify')],
  region: text,
  product: text,
  ipAddress: text,
};

const REQUIRED = { required: ['method', 'path'] };

/** The request of a client as an argument. */
export const clientRequest = argumentOf(REQUEST, REQUIRED);

export const clientRequests = listOf(objectOf(REQUEST, REQUIRED));
