import { Token } from 'cdktf';

/**
 * A length of time, as API Management's breakers, retries and timeouts take it.
 *
 * A duration only holds what it was given; the construct that takes it says what it allows.
 */
export class Duration {
  /** A duration of `amount` milliseconds. */
  public static milliseconds(amount: number): Duration {
    return new Duration(amount, 0.001);
  }

  /** A duration of `amount` seconds, the one unit that may be a token. */
  public static seconds(amount: number): Duration {
    return new Duration(amount, 1);
  }

  /** A duration of `amount` minutes. */
  public static minutes(amount: number): Duration {
    return new Duration(amount, 60);
  }

  /** A duration of `amount` hours. */
  public static hours(amount: number): Duration {
    return new Duration(amount, 3600);
  }

  private constructor(
    private readonly amount: number,
    private readonly secondsPerUnit: number,
  ) {}

  /** @internal Whether it is a token in another unit than seconds: nothing can be reckoned from it. */
  public get _isUnknown(): boolean {
    return this.secondsPerUnit !== 1 && Token.isUnresolved(this.amount);
  }

  /** The duration in seconds. */
  public toSeconds(): number {
    if (this.secondsPerUnit === 1) return this.amount;
    if (this.secondsPerUnit < 1) return Number(this.amount) / 1000;
    const seconds = Number(this.amount) * this.secondsPerUnit;
    // 1.1 minutes are 66 seconds, and 66.00000000000001 in floating point.
    return Number.isInteger(seconds) ? seconds : Math.round(seconds * 1e6) / 1e6;
  }

  /** The duration in ISO 8601, in the largest unit that holds it whole: `PT30S`, `PT1M`, `PT1H`. */
  public toIsoString(): string {
    const seconds = this.toSeconds();
    // A token is a number that stands for another: it must stay as it is.
    const isWhole = Number.isSafeInteger(seconds) && seconds !== 0;
    if (isWhole && seconds % 3600 === 0) return `PT${seconds / 3600}H`;
    if (isWhole && seconds % 60 === 0) return `PT${seconds / 60}M`;
    return `PT${seconds}S`;
  }

  /** The duration in ISO 8601. */
  public toString(): string {
    return this.toIsoString();
  }
}
