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

  /** Creates a duration in seconds. Only here can the amount be a token. */
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
   * Returns the duration in ISO 8601 format, in the largest unit that gives a whole number: `PT30S`, `PT1M`, `PT1H`.
   */
  public toIsoString(): string {
    const seconds = this.toSeconds();
    // A token is a placeholder number and must not be converted.
    const isWhole = Number.isSafeInteger(seconds) && seconds !== 0;
    if (isWhole && seconds % 3600 === 0) return `PT${seconds / 3600}H`;
    if (isWhole && seconds % 60 === 0) return `PT${seconds / 60}M`;
    return `PT${seconds}S`;
  }

  /** Returns the duration in ISO 8601 format. */
  public toString(): string {
    return this.toIsoString();
  }
}

mark('Duration', Duration);
