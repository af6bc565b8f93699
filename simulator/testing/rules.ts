import { types } from 'node:util';
import { redactName, shownText, textOfLength } from '../../lib/messages';
import { listed } from '../common/listing';
import { suggestion } from '../common/nearest';

/** Returns the faults of a value that a test passes: where each one is, what was received, and what is needed. */
export type Rule = (where: string, value: unknown) => string[];

/** The rules of all properties of an interface, which the compiler keeps complete. */
export type Rules<T> = { readonly [Name in keyof Required<T>]: Rule };

interface ObjectSettings {
  readonly required?: readonly string[];
  /** The object whose properties are sometimes given here by mistake, for example `assumptions`. */
  readonly inner?: { readonly name: string; readonly properties: readonly string[] };
}

/** Requires an object without unknown properties. Properties that are undefined count as omitted. */
export function objectOf(rules: Readonly<Record<string, Rule>>, settings?: ObjectSettings): Rule {
  return (where, value) => objectFaults(where, `${where}.`, value, rules, settings);
}

/** Like `objectOf`, for an argument: its properties are located by their names alone. */
export function argumentOf(rules: Readonly<Record<string, Rule>>, settings?: ObjectSettings): Rule {
  return (where, value) => objectFaults(where, '', value, rules, settings);
}

function objectFaults(
  where: string,
  prefix: string,
  value: unknown,
  rules: Readonly<Record<string, Rule>>,
  { required = [], inner }: ObjectSettings = {},
): string[] {
  const names = Object.keys(rules);
  if (!isPlainObject(value)) {
    const needed = `an object is needed: { ${listed(required.length > 0 ? required : names)} }`;
    return [refused(where, kindOf(value), needed)];
  }
  const missing = required.filter((name) => value[name] === undefined);
  return [
    ...missing.map((name) => `${prefix}${name} is missing`),
    ...Object.entries(value).flatMap(([name, given]) => {
      if (given === undefined) return [];
      if (Object.hasOwn(rules, name)) return rules[name](`${prefix}${name}`, given);
      const isInner = inner?.properties.includes(name) === true;
      const meant = isInner ? ` (did you mean '${inner.name}.${name}'?)` : suggestion(name, names);
      return [`${prefix}${redactName(name)} is unknown${meant}; allowed: ${listed(names)}`];
    }),
  ];
}

/** Requires a list whose items follow a rule. */
export function listOf(item: Rule): Rule {
  return (where, value) => {
    if (!Array.isArray(value)) return [refused(where, received(value), 'a list is needed')];
    // The methods of a sparse array skip its holes.
    return Array.from(value).flatMap((each, index) => item(`${where}[${index}]`, each));
  };
}

export const text: Rule = (where, value) =>
  typeof value === 'string' && value !== '' ? [] : [refused(where, received(value), 'text is needed')];

/** Requires text that matches the pattern of a schema. */
export function textLike(pattern: string, needed: string): Rule {
  const expression = new RegExp(pattern);
  return (where, value) =>
    typeof value === 'string' && expression.test(value) ? [] : [refused(where, received(value), needed)];
}

export const flag: Rule = (where, value) =>
  typeof value === 'boolean' ? [] : [refused(where, received(value), 'true or false is needed')];

export function wholeNumber(least: number, most = Infinity): Rule {
  const range = most === Infinity ? `, ${least} or more,` : ` from ${least} to ${most}`;
  return (where, value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? []
      : [refused(where, received(value), `a whole number${range} is needed`)];
}

/** Requires a finite number of seconds or a `Duration`. */
export const seconds: Rule = (where, value) => {
  const given: unknown = isDuration(value) ? value.toSeconds() : value;
  if (typeof given === 'number' && given >= 0 && given < Infinity) return [];
  return [refused(where, received(value), 'a number of seconds, 0 or more, or a Duration is needed')];
};

function isDuration(value: unknown): value is { toSeconds(): unknown } {
  return typeof (value as { toSeconds?: unknown } | null | undefined)?.toSeconds === 'function';
}

/** For example, `attempts: "4" is not allowed; a whole number, 1 or more, is needed`. */
export function refused(where: string, shown: string, needed: string): string {
  return `${where}: ${shown} is not allowed; ${needed}`;
}

/** Describes a received value on one short line. */
export function received(value: unknown): string {
  return typeof value === 'string' ? shownText(value) : kindOf(value);
}

/** Like `received`, without the content of a string, which may be a secret. */
export function kindOf(value: unknown): string {
  if (typeof value === 'string') return textOfLength(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  if (isPromise(value)) return 'a promise';
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? 'an invalid date' : 'a date';
  if (types.isUint8Array(value)) return 'a list of bytes';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

export function isPromise(value: unknown): boolean {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
}

/** Returns whether the value is an object whose properties can be options: no list, date, or promise. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return kindOf(value) === 'an object';
}
