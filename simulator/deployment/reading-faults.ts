import { SimulationError } from '../common/simulation-error';
import type { TerraformResource } from './terraform/resource';
import { Unresolved, withSymbols } from './terraform/value';

/** Collects faults, to report all of them at once, and warnings about what is passed over. */
export class ReadingFaults {
  private readonly lines = new Set<string>();
  private readonly passedOver = new Set<string>();
  private readonly reported = new Set<Unresolved>();

  get any(): boolean {
    return this.lines.size > 0;
  }

  say(where: string, what: string): void {
    this.lines.add(withSymbols(`${where}: ${what}`));
  }

  about({ source, address }: Pick<TerraformResource, 'source' | 'address'>, what: string): void {
    this.say(`${source}: ${address}`, what);
  }

  /** Reports a required value that is not known, once for all references to it. */
  unresolved(resource: TerraformResource, name: string, value: Unresolved): void {
    if (this.reported.has(value)) return;
    this.reported.add(value);
    this.about(resource, `${name} is required, but its value is not known: ${value.reason}`);
  }

  /** Reports a part of the input that is passed over, although it could affect requests. */
  warn({ source, address }: Pick<TerraformResource, 'source' | 'address'>, what: string): void {
    this.passedOver.add(withSymbols(`${source}: ${address}: ${what}`));
  }

  get warnings(): readonly string[] {
    return [...this.passedOver];
  }

  throwIfAny(): void {
    if (this.any) throw new SimulationError([...this.lines]);
  }
}
