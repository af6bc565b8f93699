import { Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import type { FindingAcknowledgement } from '../acknowledgement';
import type { StatusCodeRange } from '../status-code-range';
import type { Duration } from '../duration';
import { FINDING_CODES, FIRST_STATUS_CODE, grouped, LAST_STATUS_CODE } from '../failover';
import { printable, redactUrl } from '../messages';
import { isSettings } from './copies';
import { isMarked } from './marks';
import type { PropNames } from './prop-names';
import { kindOf, nameIn, received } from './received';
import { HTTP_URL, TEXT } from './rules';
import { holdsTemplate, holdsToken, isOneToken, withoutTokens } from './terraform-text';
import { TextRule } from './text-rule';

const ACKNOWLEDGEMENT: PropNames<FindingAcknowledgement> = { code: true, reason: true };

export const STATUS_CODE_RANGE: PropNames<StatusCodeRange> = { min: true, max: true };

/**
 * Collects all faults in the input of a construct, so that a single error can report them.
 *
 * Tokens are accepted, because only Terraform knows their values. All other input may come from JavaScript, without
 * type checks.
 */
export class Faults {
  private readonly faults: string[] = [];

  /** @param construct the construct, or the path of a construct that does not exist yet */
  constructor(private readonly construct: IConstruct | string) {}

  /** Adds a fault: where it is, what was received, and what is allowed. */
  public add(where: string, value: unknown, allowed: string): void {
    this.faults.push(`${where}: ${received(value)}; ${allowed}`);
  }

  /** Reports a fault whose text already includes what was received and what is allowed. */
  public report(where: string, fault: string): void {
    const shown = withoutTokens(fault);
    const short = shown.length > LONGEST_FAULT ? `${shown.slice(0, LONGEST_FAULT)}...` : shown;
    this.faults.push(`${where}: ${short}`);
  }

  /** Returns whether a required value has the right type. If not, no further checks are possible. */
  public required(where: string, value: unknown, isOfKind: boolean, needed: string): boolean {
    if (!isOfKind) this.add(where, value, needed);
    return isOfKind;
  }

  /**
   * Like `required`, without showing the value, which may be a secret: for example, a key in place of the settings that
   * contain it.
   */
  public requiredUnshown(where: string, value: unknown, isOfKind: boolean, needed: string): boolean {
    if (!isOfKind) this.report(where, `${kindOf(value)}; ${needed}`);
    return isOfKind;
  }

  /** Returns whether a required settings object is present. Unknown properties are faults. */
  public settings<T>(where: string, value: T | undefined, names: PropNames<T>, needed = OBJECT_NEEDED): boolean {
    return this.settingsIn(where, `${where}.`, value, names, needed);
  }

  /** Returns whether an optional settings object is present and valid. */
  public optionalSettings<T>(where: string, value: T | undefined, names: PropNames<T>): boolean {
    return value !== undefined && this.settings(where, value, names);
  }

  /** Like `settings`, for the props of a construct: faults are located by the name of the property alone. */
  public props<T>(value: T | undefined, names: PropNames<T>, where = 'props'): boolean {
    return this.settingsIn(where, '', value, names, OBJECT_NEEDED);
  }

  private settingsIn(where: string, prefix: string, value: unknown, names: object, needed: string): boolean {
    if (!this.requiredUnshown(where, value, isSettings(value), needed)) return false;
    const allowed = Object.keys(names);
    for (const [name, given] of Object.entries(value as object)) {
      if (given === undefined || allowed.includes(name)) continue;
      this.report(prefix + nameIn(name), `unknown property; allowed: ${allowed.join(', ')}`);
    }
    return true;
  }

  public service(where: string, value: unknown): boolean {
    const isService = hasMembers(value, { apiManagementName: isText, apiManagementId: isText });
    const needed = 'an API Management service is needed, from ApiManagement.fromLookup, fromAttributes or fromResource';
    return this.required(where, value, isService, needed);
  }

  public backend(where: string, value: unknown): boolean {
    const isBackend = hasMembers(value, {
      backendName: isText,
      backendId: isText,
      apiManagementName: isText,
      circuitBreaker: (rule) => isMarked('CircuitBreakerRule', rule),
      credentials: (all) => Array.isArray(all) && all.every((each) => isMarked('BackendCredentials', each)),
    });
    const needed = 'a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId';
    return this.required(where, value, isBackend, needed);
  }

  public pool(where: string, value: unknown): boolean {
    const isPool = hasMembers(value, { poolName: isText, poolId: isText, apiManagementName: isText });
    if (!this.required(where, value, isPool, 'a PriorityPool is needed, or a pool from PriorityPool.fromPoolId')) {
      return false;
    }
    const { members } = value as { readonly members?: unknown };
    const needed = 'a list is needed, or undefined if the members are not known';
    return members === undefined || this.required(`${where}.members`, members, Array.isArray(members), needed);
  }

  /** Returns the items of an optional list. More than `most` items are a fault. */
  public list<T>(where: string, value: readonly T[] | undefined, most = Infinity): T[] {
    if (value === undefined) return [];
    if (!this.requiredUnshown(where, value, Array.isArray(value), 'a list is needed')) return [];
    if (value.length > most) this.report(where, `${value.length} items; at most ${most} are allowed`);
    // The methods of a sparse array skip its holes.
    return Array.from(value);
  }

  /** Returns whether a required text follows its rule. */
  public text(where: string, value: string, rule: TextRule): boolean {
    const { pattern, longest = Infinity, countsBytes = false } = rule;
    if (this.mistyped(where, value, 'string')) return false;
    if (typeof value === 'string' && holdsToken(value)) return this.textWithToken(where, value, rule);
    const length = (text: string): number => (countsBytes ? Buffer.byteLength(text) : text.length);
    const isText = typeof value === 'string' && value !== '' && length(value) <= longest;
    if (isText && (!pattern || pattern.test(value))) return true;
    this.refuse(where, value, rule);
    return false;
  }

  /**
   * Returns whether the value is a token of another type, such as the `value` of a variable, which TypeScript accepts
   * everywhere. It is then a fault.
   */
  public mistyped(where: string, value: unknown, type: 'string' | 'number'): boolean {
    if (typeof value === type || !Token.isUnresolved(value)) return false;
    const method = type === 'string' ? 'asString' : 'asNumber';
    this.report(where, `a token that is not a ${type}; use variable.${type}Value, or Token.${method} for other tokens`);
    return true;
  }

  private refuse(where: string, value: unknown, { isSecret = false, isUrl = false, allowed }: TextRule): void {
    const isHidden = isSecret || (isUrl && (typeof value !== 'string' || redactUrl(value) === undefined));
    if (isHidden) this.report(where, `${typeof value === 'number' ? 'a number' : kindOf(value)}; ${allowed}`);
    else this.add(where, value, allowed);
  }

  /** The value of a token is not known, so the text around it only has to be readable. */
  private textWithToken(where: string, value: string, rule: TextRule): boolean {
    const { tokens = 'anywhere', isEscaped = false, allowed } = rule;
    const isReadable = TEXT.test(value) && (isEscaped || !holdsTemplate(value));
    if (isReadable && (tokens === 'anywhere' || (tokens === 'whole' && isOneToken(value)))) return true;
    if (!isReadable) this.refuse(where, value, rule);
    else if (tokens === 'none') this.report(where, `a token, whose value is known only after deployment; ${allowed}`);
    else this.report(where, `a token inside a longer string; ${allowed}`);
    return false;
  }

  /** Returns whether a text was not seen before. Azure names are case-insensitive. */
  public once(where: string, value: string, seen: Set<string>, allowed = 'each is allowed once'): boolean {
    if (typeof value !== 'string') return false;
    const key = value.toLowerCase();
    const isNew = !seen.has(key);
    if (!isNew) this.add(where, value, allowed);
    seen.add(key);
    return isNew;
  }

  public optionalText(where: string, value: string | undefined, rule: TextRule): void {
    if (value !== undefined) this.text(where, value, rule);
  }

  public wholeNumber(where: string, value: number | undefined, least: number, most: number): void {
    if (value === undefined || this.mistyped(where, value, 'number') || Token.isUnresolved(value)) return;
    if (!Number.isInteger(value) || value < least || value > most) {
      this.add(where, value, `a whole number from ${least} to ${most} is allowed`);
    }
  }

  public statusCode(where: string, value: number): void {
    if (value === undefined) this.add(where, value, 'a status code is needed');
    this.wholeNumber(where, value, FIRST_STATUS_CODE, LAST_STATUS_CODE);
  }

  public statusCodeRange(where: string, value: StatusCodeRange): void {
    if (!this.settings(where, value, STATUS_CODE_RANGE, 'an object with min and max is needed')) return;
    const { min, max } = value;
    this.statusCode(`${where}.min`, min);
    this.statusCode(`${where}.max`, max);
    const areKnown = !Token.isUnresolved(min) && !Token.isUnresolved(max);
    if (areKnown && min > max) this.report(where, `min ${min} is greater than its max ${max}`);
  }

  public optionalFlag(where: string, value: boolean | undefined): void {
    if (value === undefined || typeof value === 'boolean') return;
    // Terraform also converts a string to a boolean.
    const isToken = typeof value === 'string' ? isOneToken(value) : Token.isUnresolved(value);
    if (!isToken) this.add(where, value, 'true or false is allowed');
  }

  /** Like `optionalFlag`, without tokens: the program itself depends on the value. */
  public literalFlag(where: string, value: boolean | undefined): void {
    if (value === undefined || typeof value === 'boolean') return;
    if (!Token.isUnresolved(value)) return this.add(where, value, 'true or false is allowed');
    this.report(where, 'a token, whose value is known only after deployment; true or false is needed');
  }

  /** Validates a duration greater than zero, in whole seconds unless `allowsMilliseconds` is set. */
  public duration(where: string, value: Duration, longestSeconds: number, allowsMilliseconds = false): void {
    if (!this.required(where, value, isMarked('Duration', value), 'a Duration is needed')) return;
    if (value._isUnknown)
      return this.report(where, 'a token in a unit other than seconds; tokens are allowed only in seconds');
    const unit = allowsMilliseconds ? 'milliseconds' : 'seconds';
    const allowed = `whole ${unit} greater than 0, up to ${longestSeconds} s, are allowed`;
    const seconds = value.toSeconds();
    if (this.mistyped(where, seconds, 'number')) return;
    if (typeof seconds !== 'number') return this.add(where, seconds, allowed);
    if (Token.isUnresolved(seconds)) return;
    // 1.001 s are 1000.9999999999999 ms in floating point.
    const units = allowsMilliseconds ? Math.round(seconds * 1e9) / 1e6 : seconds;
    if (!Number.isInteger(units) || units < 1 || seconds > longestSeconds)
      this.report(where, `${seconds} s; ${allowed}`);
  }

  public optionalDuration(where: string, value: Duration | undefined, longest: number, milliseconds?: boolean): void {
    if (value !== undefined) this.duration(where, value, longest, milliseconds);
  }

  public url(where: string, value: string): void {
    this.text(where, value, HTTP_URL);
  }

  /** Validates that each acknowledgement has an existing code and a reason. */
  public acknowledgements(value: readonly FindingAcknowledgement[] | undefined): void {
    this.list('acknowledge', value).forEach((acknowledgement, index) => {
      const where = `acknowledge[${index}]`;
      if (!this.settings(where, acknowledgement, ACKNOWLEDGEMENT)) return;
      const { code, reason } = acknowledgement;
      const codes: readonly string[] = FINDING_CODES;
      if (!codes.includes(code)) this.add(`${where}.code`, code, `one of ${codes.join(', ')} is allowed`);
      if (typeof reason !== 'string' || reason.trim() === '') this.add(`${where}.reason`, reason, 'a reason is needed');
    });
  }

  /**
   * Throws one error with all faults, if there are any.
   *
   * @throws Error
   */
  public throwIfAny(): void {
    if (this.faults.length === 0) return;
    const path = printable(typeof this.construct === 'string' ? this.construct : this.construct.node.path);
    const faults = this.faults.map(printable);
    throw new Error(
      faults.length === 1
        ? `${path}: ${faults[0]}`
        : `${path}: ${faults.length} errors\n  ${linesOf(faults).join('\n  ')}`,
    );
  }
}

/** The maximum number of faults to show that differ only in the indexes of list items. */
const MOST_ALIKE = 5;

/** Returns the lines of a message. Of faults that differ only in indexes, the first ones are shown, the rest counted. */
function linesOf(faults: readonly string[]): string[] {
  const alike = (fault: string): string => fault.replace(/\[\d+\]/g, '[]');
  const groups = grouped(faults, alike);
  const shown = new Map<string, number>();
  return faults.flatMap((fault) => {
    const key = alike(fault);
    const count = (shown.get(key) ?? 0) + 1;
    shown.set(key, count);
    const more = (groups.get(key)?.length ?? 0) - MOST_ALIKE;
    if (count === MOST_ALIKE && more > 0) return [fault, `... and ${more.toLocaleString('en')} more like it`];
    return count <= MOST_ALIKE ? [fault] : [];
  });
}

const OBJECT_NEEDED = 'an object is needed';

/**
 * Returns whether the value is a construct with these members. It does not use `instanceof`, because the caller may
 * have another copy of the class.
 */
function hasMembers(value: unknown, members: Readonly<Record<string, (member: unknown) => boolean>>): boolean {
  if (!Construct.isConstruct(value)) return false;
  return Object.entries(members).every(([name, isOfKind]) =>
    isOfKind((value as unknown as Record<string, unknown>)[name]),
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

const LONGEST_FAULT = 1000;
