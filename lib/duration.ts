import { Token } from 'cdktf';
import { mark } from './private/marks';

/**
 * A length of time for circuit breakers, retries and timeouts.
 *
 * A duration does not validate its amount; the construct that uses it does.
 */
export class Duration {
  /** Creates a duration in milliseconds. */
  public static milliseconds(amount: number): Duration {
    return new Duration(amount, 0.001);
  }

  /**
   * Creates a duration in seconds. Only here can the amount be a token. The text of a token stays in seconds, so
   * from 60 seconds on it is not the text that Azure returns, and Terraform may report a change in every plan.
   */
  public static seconds(amount: number): Duration {
    return new Duration(amount, 1);
  }

  /** Creates a duration in minutes. */
  public static minutes(amount: number): Duration {
    return new Duration(amount, 60);
  }

  /** Creates a duration in hours. */
  public static hours(amount: number): Duration {
    return new Duration(amount, 3600);
  }

  private constructor(
    private readonly amount: number,
    private readonly secondsPerUnit: number,
  ) {}

  /** @internal Whether the amount is a token in a unit other than seconds, which cannot be converted. */
  public get _isUnknown(): boolean {
    return this.secondsPerUnit !== 1 && Token.isUnresolved(this.amount);
  }

  /** Returns the duration in seconds. */
  public toSeconds(): number {
    if (this.secondsPerUnit === 1) return this.amount;
    if (this.secondsPerUnit < 1) return Number(this.amount) / 1000;
    const seconds = Number(this.amount) * this.secondsPerUnit;
    // 1.1 minutes are 66 seconds, and 66.00000000000001 in floating point.
    return Number.isInteger(seconds) ? seconds : Math.round(seconds * 1e6) / 1e6;
  }

  /**
   * Returns the duration in ISO 8601 format, in days, hours, minutes and seconds, each only if it is not zero: `PT30S`,
   * `PT1M30S`, `PT1H`, `P1DT12H`. Azure returns durations in this form, so Terraform finds no difference. A token stays
   * in seconds.
   */
  public toIsoString(): string {
    const total = this.toSeconds();
    if (Token.isUnresolved(total) || !(total > 0 && total < Infinity)) return `PT${total}S`;
    // 90.1 % 60 is 30.099999999999994 in floating point.
    const whole = Math.floor(Math.round(total * 1e6) / 1e6);
    const seconds = (whole % 60) + Math.round((total - whole) * 1e6) / 1e6;
    const days = part(Math.floor(whole / 86_400), 'D');
    const hours = part(Math.floor(whole / 3600) % 24, 'H');
    const minutes = part(Math.floor(whole / 60) % 60, 'M');
    const time = hours + minutes + part(Math.round(seconds * 1e6) / 1e6, 'S');
    if (time === '') return days === '' ? 'PT0S' : `P${days}`;
    return `P${days}T${time}`;
  }

  /** Returns the duration in ISO 8601 format. */
  public toString(): string {
    return this.toIsoString();
  }
}

function part(amount: number, unit: string): string {
  return amount === 0 ? '' : `${amount}${unit}`;
}

mark('Duration', Duration);
