import type { ReadingFaults } from '../reading-faults';
import type { Deployable } from './deployable';
import type { LocatedJson } from './json';
import { Limits } from './limits';

/** The maximum number of resources of all templates in a file. */
const MOST_RESOURCES = 10_000;

/** The file of a template and of all templates that are nested in it. */
export class TemplateFile {
  readonly limits: Limits;
  private readonly byId = new Map<string, Deployable>();
  private count = 0;
  private templates = 0;

  constructor(
    readonly name: string,
    private readonly json: LocatedJson,
    private readonly faults: ReadingFaults,
  ) {
    this.limits = new Limits((what) => faults.say(name, what));
  }

  /** Returns what distinguishes the symbols of a template from those of others; empty for the first one. */
  nextSuffix(): string {
    return this.templates++ === 0 ? '' : `#${this.templates}`;
  }

  lineOf(part: object, member?: string): number | undefined {
    return this.json.lineOf(part, member);
  }

  /** Reports a fault of a part of the template, or of a member of it. */
  say(part: object, what: string, member?: string): void {
    const line = this.lineOf(part, member);
    this.faults.say(line === undefined ? this.name : `${this.name}:${line}`, what);
  }

  warn(part: object, address: string, what: string): void {
    this.faults.warn({ source: this.name, address, lineOf: () => this.lineOf(part) }, what);
  }

  /** Whether the maximum number of resources is exceeded. */
  get isFull(): boolean {
    return this.count > MOST_RESOURCES;
  }

  /** Adds resources, so that they are found by their ids. Returns those that are within the limit. */
  add(resources: readonly Deployable[]): readonly Deployable[] {
    this.count += resources.length;
    if (this.isFull) {
      this.faults.say(this.name, `declares more than ${MOST_RESOURCES.toLocaleString('en')} resources`);
      return [];
    }
    for (const resource of resources) {
      const id = resource.id?.toLowerCase();
      // A resource that exists already can be declared by another template.
      if (id !== undefined && !(resource.isExisting && this.byId.has(id))) this.byId.set(id, resource);
    }
    return resources;
  }

  find(id: string): Deployable | undefined {
    return this.byId.get(id.toLowerCase());
  }
}
