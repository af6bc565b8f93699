import { Known } from './known';
import { MOST_RETRIES } from './limits';

/** The numbers that an attribute of a policy can have. */
export interface NumberRule {
  readonly least: number;
  /** If undefined, there is no maximum. */
  readonly most?: number;
  /** Whether only whole numbers are allowed. */
  readonly isWhole?: boolean;
  /** The number if the attribute is missing; undefined if there is none. */
  readonly default?: number;
}

/** A boolean attribute of a policy. */
export interface FlagRule {
  /** The value if the attribute is missing. */
  readonly default: boolean;
}

/** A time in a policy, in any unit. API Management accepts an `int`. */
export const TIME = { least: 0, most: 2 ** 31 - 1 } as const satisfies NumberRule;

/** @see https://learn.microsoft.com/azure/api-management/retry-policy */
export const RETRY_NUMBERS = {
  count: { least: 1, most: MOST_RETRIES, isWhole: true },
  interval: TIME,
  delta: TIME,
  'max-interval': TIME,
} as const satisfies Readonly<Record<string, NumberRule>>;

export const RETRY_FLAGS = { 'first-fast-retry': { default: false } } as const satisfies Readonly<
  Record<string, FlagRule>
>;

/** @see https://learn.microsoft.com/azure/api-management/forward-request-policy */
export const FORWARD_NUMBERS = {
  /** In seconds. */
  timeout: { ...TIME, default: 300 },
  /** In milliseconds. It takes precedence over `timeout`. */
  'timeout-ms': TIME,
} as const satisfies Readonly<Record<string, NumberRule>>;

export const FORWARD_FLAGS = {
  'buffer-request-body': { default: false },
  'fail-on-error-status-code': { default: false },
  'follow-redirects': { default: false },
} as const satisfies Readonly<Record<string, FlagRule>>;

/** Returns whether a number is one that the attribute can have. */
export function isAllowed(number: number, { least, most = Infinity, isWhole = false }: NumberRule): boolean {
  return number >= least && number <= most && (!isWhole || Number.isInteger(number));
}

/** Returns the number that a text stands for; undefined if the attribute cannot have it. */
export function numberIn(text: string, rule: NumberRule): number | undefined {
  const digits = text.trim();
  const number = /^-?\d+(?:\.\d+)?$/.test(digits) ? Number(digits) : NaN;
  return isAllowed(number, rule) ? number : undefined;
}

/** Returns the boolean that a text stands for; undefined if it is none. */
export function flagIn(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** For example, `a whole number of 1 to 50 is needed`. */
export function neededNumber({ least, most, isWhole = false }: NumberRule): string {
  return `a ${isWhole ? 'whole ' : ''}number of ${least} ${most === undefined ? 'or more' : `to ${most}`} is needed`;
}

export const NEEDED_FLAG = 'true or false is needed';

/** The attributes of a policy as they are written. */
interface Written {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Returns the number of an attribute; `unknown` if it is computed or invalid, undefined if it is missing. */
export function writtenNumber(text: string | undefined, rule: NumberRule): Known<number> | undefined {
  return text === undefined ? rule.default : (numberIn(text, rule) ?? 'unknown');
}

/** Returns the boolean of an attribute; `unknown` if it is computed or invalid. */
export function writtenFlag(text: string | undefined, rule: FlagRule): Known<boolean> {
  return text === undefined ? rule.default : (flagIn(text) ?? 'unknown');
}

/** A value of a `retry` or `forward-request` that API Management does not accept. */
export interface AttributeFault {
  readonly policy: string;
  readonly attribute: string;
  /** Undefined if a required attribute is missing. */
  readonly value: string | undefined;
  readonly needed: string;
}

/**
 * Returns the values of a `retry` or `forward-request` that API Management does not accept. Computed values are known
 * only when the policy runs.
 */
export function attributeFaults({ name, attributes }: Written): AttributeFault[] {
  const { needed: all, numbers, flags } = RULES.get(name) ?? NO_RULES;
  const faultOf = (attribute: string, isFine: (text: string) => boolean, needed: string): AttributeFault[] => {
    const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    if (value === undefined || COMPUTED.test(value) || isFine(value)) return [];
    return [{ policy: name, attribute, value, needed }];
  };
  const missing = all.filter((attribute) => attributes[attribute] === undefined);
  return [
    ...missing.map((attribute) => ({ policy: name, attribute, value: undefined, needed: 'it is required' })),
    ...Object.entries(numbers).flatMap(([attribute, rule]) =>
      faultOf(attribute, (text) => numberIn(text, rule) !== undefined, neededNumber(rule)),
    ),
    ...Object.keys(flags).flatMap((attribute) => faultOf(attribute, (text) => flagIn(text) !== undefined, NEEDED_FLAG)),
  ];
}

/**
 * For example, `the count of a <retry> is 60; a whole number of 1 to 50 is needed`.
 *
 * @param shown returns a text without possible secrets
 */
export function describeFault(
  { policy, attribute, value, needed }: AttributeFault,
  shown: (text: string) => string,
): string {
  return `the ${attribute} of a <${policy}> is ${value === undefined ? 'missing' : shown(value)}; ${needed}`;
}

interface Rules {
  /** The required attributes. */
  readonly needed: readonly string[];
  readonly numbers: Readonly<Record<string, NumberRule>>;
  readonly flags: Readonly<Record<string, FlagRule>>;
}

const NO_RULES: Rules = { needed: [], numbers: {}, flags: {} };
const RULES: ReadonlyMap<string, Rules> = new Map([
  ['retry', { needed: ['condition', 'count', 'interval'], numbers: RETRY_NUMBERS, flags: RETRY_FLAGS }],
  ['forward-request', { needed: [], numbers: FORWARD_NUMBERS, flags: FORWARD_FLAGS }],
]);

/** A policy expression, a named value, or a value that Terraform fills in. */
const COMPUTED = /@[({]|\{\{|\$\{/;
