import { SimulationError } from '../common/simulation-error';
import type { Assumed, Place } from './resource';
import { Unresolved, withSymbols } from './value';

export const NOTHING_KNOWN = 'nothing is known about requests that it affects';
export const PASSED_OVER = `it is passed over, and ${NOTHING_KNOWN}`;

/** A required value that is not known. */
interface Doubt {
  readonly place: Place;
  readonly name: string;
  readonly value: Unresolved;
  readonly what: string;
}

/** Collects faults, to report all of them at once, and warnings about what is passed over. */
export class ReadingFaults {
  private readonly lines = new Set<string>();
  private readonly passedOver = new Set<string>();
  private readonly reported = new Set<Unresolved | string>();
  private readonly doubts: Doubt[] = [];

  get any(): boolean {
    return this.lines.size > 0;
  }

  say(where: string, what: string): void {
    this.lines.add(withSymbols(`${where}: ${what}`));
  }

  /** @param attribute - the attribute that the fault is about, for its line */
  about(place: Place, what: string, attribute?: string): void {
    this.say(whereIs(place, attribute), what);
  }

  /**
   * Reports a required value that is not known, once for all references to it.
   *
   * @param what - what to say about it
   */
  unresolved(place: Place, name: string, value: Unresolved, what = isRequired(name)): void {
    const { origin } = value;
    // If it has a symbol, its reason names the reference.
    const key = origin.symbol === undefined ? origin : origin.reason;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.about(place, `${what}: ${value.reason}`, name);
  }

  /**
   * Keeps a required value that is not known, until it is clear whether anything is left to check without it. A value
   * that cannot be set, such as a reference to an undeclared resource, is a fault.
   */
  doubt(place: Place, name: string, value: Unresolved, what = isRequired(name)): void {
    if (dependsOnUnknown(value)) this.doubts.push({ place, name, value, what });
    else this.unresolved(place, name, value, what);
  }

  /** Reports the values that were kept, as faults if nothing is left to check without them. */
  reportDoubts(isAnythingLeft: () => boolean): void {
    const isLeft = this.doubts.length > 0 && isAnythingLeft();
    for (const { place, name, value, what } of this.doubts.splice(0)) {
      if (isLeft) this.warn(place, `${name} is not known: ${value.reason}; ${PASSED_OVER}`, name);
      else this.unresolved(place, name, value, what);
    }
  }

  /** Leaves out the faults of values that are not known for a reason that is reported elsewhere. */
  leaveOut(reason: string): void {
    this.reported.add(reason);
  }

  /** Reports a part of the input that is passed over, although it could affect requests. */
  warn(place: Place, what: string, attribute?: string): void {
    this.passedOver.add(withSymbols(`${whereIs(place, attribute)}: ${what}`));
  }

  /** Reports something about a file or a folder that is no fault. */
  note(where: string, what: string): void {
    this.passedOver.add(`${where}: ${what}`);
  }

  assumed({ why, at }: Assumed): void {
    this.warn(at, `its count is not known, and it is assumed to exist: ${why.reason}`);
  }

  /** Reports an option of the command that has no effect. */
  unused(option: string, why: string): void {
    this.note(option, why);
  }

  get warnings(): readonly string[] {
    return [...this.passedOver];
  }

  throwIfAny(): void {
    if (this.any) throw new SimulationError([...this.lines]);
  }
}

function isRequired(name: string): string {
  return `${name} is required, but its value is not known`;
}

/** Returns whether the value is not known because another one, such as a variable, is not known yet. */
export function dependsOnUnknown({ origin }: Unresolved): boolean {
  return origin.symbol !== undefined;
}

/** For example, `main.tf:12: azurerm_api_management_backend.orders`. */
function whereIs(place: Place, attribute?: string): string {
  const { source, address } = place;
  const line = place.lineOf?.(attribute);
  return `${source}${line === undefined ? '' : `:${line}`}: ${address}`;
}
