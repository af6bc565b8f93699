import { SimulationError } from '../common/simulation-error';
import { GroupedMessages } from './grouped-messages';
import type { Assumed, DeclaredResource, Place } from './resource/resource';
import type { SourcePlace } from './source-text';
import { Invalid, Refused, Unresolved, Value } from './value';

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
  private readonly faults = new GroupedMessages();
  private readonly passedOver = new GroupedMessages();
  private readonly misspelled = new GroupedMessages();
  private readonly reported = new Set<Unresolved | string>();
  private readonly doubts: Doubt[] = [];

  get any(): boolean {
    return !this.faults.isEmpty;
  }

  say(where: string, what: string): void {
    this.faults.add(`${where}: ${what}`);
  }

  /** @param attribute - the attribute that the fault is about, for its line */
  about(place: Place, what: string, attribute?: string): void {
    this.faults.addAt(place, what, attribute);
  }

  /** @param place - where the text is that the fault is about */
  aboutText(place: SourcePlace, address: string, what: string): void {
    this.faults.addIn(place, address, what);
  }

  /**
   * Reports a required value that is not known, once for all references to it.
   *
   * @param what - what to say about it
   */
  unresolved(place: Place, name: string, value: Unresolved, what = neededFor(name, value)): void {
    const { origin } = value;
    // If it has a symbol, its reason names the reference.
    const key = origin.symbol === undefined ? origin : origin.reason;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.about(place, `${what}: ${value.reason}`, name);
  }

  /** Reports a value that Terraform is certain to refuse, once for all references to it. */
  refused(resource: DeclaredResource, name: string, value: Value | undefined): void {
    if (value instanceof Unresolved && isCertainlyRefused(value, resource)) this.unresolved(resource, name, value);
  }

  /**
   * Keeps a required value that is not known, until it is clear whether anything is left to check without it. A value
   * that cannot be set, such as a reference to an undeclared resource, is a fault.
   */
  doubt(place: Place, name: string, value: Unresolved, what = neededFor(name, value)): void {
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
    this.passedOver.addAt(place, what, attribute);
  }

  /** Reports something about a file or a folder that is no fault. */
  note(where: string, what: string): void {
    this.passedOver.add(`${where}: ${what}`);
  }

  assumed({ why, at }: Assumed): void {
    this.warn(at, `its count is not known, and it is assumed to exist: ${why.reason}`);
  }

  /**
   * Reports a value for a name that is not declared, also beside faults: a misspelled name can be why another has no
   * value.
   */
  undeclared(where: string, what: string): void {
    this.note(where, what);
    this.misspelled.add(`warning: ${where}: ${what}`);
  }

  /** Reports an option of the command that has no effect. */
  unused(option: string, why: string): void {
    this.note(option, why);
  }

  get warnings(): readonly string[] {
    return this.passedOver.all;
  }

  throwIfAny(): void {
    if (this.any) throw new SimulationError([...this.faults.all, ...this.misspelled.all]);
  }
}

function neededFor(name: string, value: Unresolved): string {
  return value instanceof Refused ? `${name} cannot be evaluated` : `${name} is required, but its value is not known`;
}

/**
 * Returns whether Terraform is certain to refuse a value of a resource. For instances that do not exist, it evaluates
 * nothing, but checks the references.
 */
export function isCertainlyRefused(
  value: Unresolved,
  { repeated, assumed = [] }: Pick<DeclaredResource, 'repeated' | 'assumed'>,
): boolean {
  const isEvaluated = repeated === undefined && assumed.length === 0 && !dependsOnUnknown(value);
  return value instanceof Refused && (isEvaluated || !(value instanceof Invalid));
}

/** Returns whether the value is not known because another one, such as a variable, is not known yet. */
export function dependsOnUnknown({ origin }: Unresolved): boolean {
  return origin.symbol !== undefined;
}
