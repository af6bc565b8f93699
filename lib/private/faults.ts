import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { Duration } from '../duration';

/** What a text prop allows. */
export interface TextRule {
  readonly pattern?: RegExp;
  readonly longest?: number;
  /** What is allowed, in words. */
  readonly allowed: string;
}

/**
 * Collects everything that is wrong with a construct's input, so that one error can say it all.
 *
 * Tokens are let through: what they stand for is known only to Terraform.
 */
export class Faults {
  private readonly faults: string[] = [];

  constructor(private readonly construct: IConstruct) {}

  /** One fault: where, what was received, and what is allowed. */
  public add(where: string, value: unknown, allowed: string): void {
    this.faults.push(`${where}: ${show(value)}; ${allowed}`);
  }

  /** One fault that says itself what was received and what is allowed. */
  public say(where: string, fault: string): void {
    this.faults.push(`${where}: ${fault}`);
  }

  /** Whether a required object is there; if not, nothing else about it can be asked. */
  public given(where: string, value: unknown): boolean {
    const isGiven = typeof value === 'object' && value !== null;
    if (!isGiven) this.add(where, value, 'it is required');
    return isGiven;
  }

  public text(where: string, value: string, { pattern, longest, allowed }: TextRule): void {
    if (Token.isUnresolved(value)) return;
    const isText = typeof value === 'string' && value !== '' && value.length <= (longest ?? Infinity);
    if (!isText || (pattern && !pattern.test(value))) this.add(where, value, allowed);
  }

  public optionalText(where: string, value: string | undefined, rule: TextRule): void {
    if (value !== undefined) this.text(where, value, rule);
  }

  public wholeNumber(where: string, value: number | undefined, least: number, most: number): void {
    if (value === undefined || Token.isUnresolved(value)) return;
    if (!Number.isInteger(value) || value < least || value > most) {
      this.add(where, value, `a whole number from ${least} to ${most} is allowed`);
    }
  }

  /** A duration over zero, in whole seconds unless `allowsMilliseconds`. */
  public duration(where: string, value: Duration, longestSeconds: number, allowsMilliseconds = false): void {
    if (!(value instanceof Duration)) return this.add(where, value, 'a Duration is needed');
    const seconds = value.toSeconds();
    if (Token.isUnresolved(seconds)) return;
    const units = allowsMilliseconds ? seconds * 1000 : seconds;
    if (!(seconds > 0) || seconds > longestSeconds || Math.abs(units - Math.round(units)) > 1e-6) {
      const unit = allowsMilliseconds ? 'milliseconds' : 'seconds';
      this.add(where, `${seconds} s`, `whole ${unit} over 0, up to ${longestSeconds} s, are allowed`);
    }
  }

  public url(where: string, value: string): void {
    if (Token.isUnresolved(value)) return;
    if (typeof value !== 'string' || value.length > 2000 || !isHttpUrl(value)) {
      this.add(
        where,
        value,
        'an http or https URL of up to 2000 characters is allowed, as in https://orders.example.com',
      );
    }
  }

  /**
   * Throws one error with every fault, if there is any.
   *
   * @throws Error
   */
  public throwIfAny(): void {
    if (this.faults.length === 0) return;
    const { path } = this.construct.node;
    const [only, ...others] = this.faults;
    throw new Error(
      others.length === 0 ? `${path}: ${only}` : `${path}: ${this.faults.length} faults\n  ${this.faults.join('\n  ')}`,
    );
  }
}

const LONGEST_SHOWN = 100;

function show(value: unknown): string {
  if (value === undefined || typeof value === 'number') return String(value);
  const json = JSON.stringify(value) ?? typeof value;
  return json.length > LONGEST_SHOWN ? `${json.slice(0, LONGEST_SHOWN)}... (${json.length - 2} characters)` : json;
}

function isHttpUrl(value: string): boolean {
  // What URL mends in silence (white space, backslashes) or Terraform would read is not a URL to deploy.
  if (/[\s\\{}]/.test(value)) return false;
  try {
    const { protocol, hostname, username, password } = new URL(value);
    return /^https?:$/.test(protocol) && /^https?:\/\/[^/]/.test(value) && hostname !== '' && !username && !password;
  } catch {
    return false;
  }
}
