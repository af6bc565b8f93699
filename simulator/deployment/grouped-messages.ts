import { counted } from '../../lib/failover';
import type { Place } from './resource/resource';
import type { SourcePlace } from './source-text';
import { withSymbols } from './value';

/** What is said about a declaration, and the addresses of the instances about which it is said. */
interface Group {
  readonly where: string;
  readonly what: string;
  readonly instances: Set<string>;
}

/** Messages about the input. What is said about several instances of a declaration is one message. */
export class GroupedMessages {
  private readonly messages = new Map<string, Group | string>();

  get isEmpty(): boolean {
    return this.messages.size === 0;
  }

  add(message: string): void {
    this.messages.set(message, withSymbols(message));
  }

  /** @param attribute - the attribute that the message is about, for its line */
  addAt(place: Place, what: string, attribute?: string): void {
    const { source, address } = place;
    const line = place.lineOf?.(attribute);
    // Without a line, the same name can be that of a resource of another module.
    if (line === undefined) this.addTo(source, address, what, address.replace(KEYS, ''));
    else this.addIn({ file: source, line }, address, what);
  }

  /** @param place - where the text is that the message is about */
  addIn({ file, line, column }: SourcePlace, address: string, what: string): void {
    const where = `${file}:${line}${column === undefined ? '' : `:${column}`}`;
    this.addTo(where, address, what, address.replace(MODULES, '').replace(KEYS, ''));
  }

  private addTo(where: string, address: string, what: string, declared: string): void {
    const key = `${where}: ${declared}: ${ofAnyInstance(what, address, declared)}`;
    const known = this.messages.get(key);
    if (typeof known === 'object') known.instances.add(address);
    else this.messages.set(key, { where, what, instances: new Set([address]) });
  }

  get all(): readonly string[] {
    return [...this.messages.values()].map((each) => (typeof each === 'string' ? each : formatted(each)));
  }
}

const KEY = String.raw`\[(?:\d+|"(?:[^"\\]|\\.)*")\]`;
const KEYS = new RegExp(KEY, 'g');
/** Matches the modules in the address of a resource, for example `module.apim["west"].`. */
const MODULES = new RegExp(String.raw`^(?:module\.[^.[]+(?:${KEY})?\.)+`);

/** Returns the message without what differs in each instance. */
function ofAnyInstance(what: string, address: string, declared: string): string {
  const [modules = ''] = MODULES.exec(address) ?? [];
  const plain = what.replaceAll(address, declared);
  return modules === '' ? plain : plain.replaceAll(modules, '');
}

/** For example, `main.tf:12: azurerm_api_management_backend.orders[0] and 2 more instances: name is missing`. */
function formatted({ where, what, instances }: Group): string {
  const [first] = instances;
  const others = instances.size === 1 ? '' : ` and ${counted(instances.size - 1, 'more instance')}`;
  return withSymbols(`${where}: ${first}${others}: ${what}`);
}
