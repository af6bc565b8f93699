import type { Finding } from '../lib/failover';
import type { SourceFile, SourcePlace } from '../simulator/deployment';

/** Returns where a finding is; undefined if the lines of its file are not known. */
export type Locate = (finding: Finding) => SourcePlace | undefined;

/**
 * Finds the lines of resources in HCL, and in Terraform JSON: by key in a stack, by address in a plan. Otherwise, the
 * first line is used.
 */
export class Locator {
  private readonly texts: readonly IndexedText[];
  private readonly sources: readonly SourceFile[];
  private readonly first: string;

  /** @param findings - the findings to locate, so that each text is read only once */
  constructor(
    sources: readonly SourceFile[],
    findings: readonly Finding[],
    private readonly known?: Locate,
  ) {
    // The JSON that HCL was converted to has no lines of its own.
    this.first = sources[0]?.name ?? '';
    this.sources = sources.filter(({ hcl, role }) => hcl === undefined && role !== 'variables');
    const wanted = new Set(
      findings.flatMap(({ address }) => [address, ...keysOf(address)]).map((key) => JSON.stringify(key)),
    );
    this.texts = wanted.size === 0 ? [] : this.sources.map(({ json }) => new IndexedText(json, wanted));
  }

  placeOf(finding: Finding): SourcePlace {
    const place = this.known?.(finding);
    if (place) return place;
    for (const [number, text] of this.texts.entries()) {
      const line = text.lineOf(finding.address);
      if (line !== undefined) return { file: this.sources[number].name, line };
    }
    return { file: this.first, line: 1 };
  }
}

/** A resource's name and type, as keys of a stack's JSON. */
function keysOf(address: string): string[] {
  return address.replace(/\[.*$/s, '').split('.').reverse().slice(0, 2);
}

const COLON = /\s{0,9}:/y;

/** A JSON text with the positions of the names to find. */
class IndexedText {
  /** The first position of each address. */
  private readonly addresses = new Map<string, number>();
  /** All positions of each key, in ascending order. */
  private readonly keys = new Map<string, number[]>();
  private readonly lineEnds: number[] = [];

  constructor(json: string, wanted: ReadonlySet<string>) {
    let addressAt = -1;
    for (let at = json.indexOf('"'); at >= 0;) {
      const end = endOfText(json, at);
      const text = json.slice(at, end);
      const isKey = isFollowedByColon(json, end);
      if (wanted.has(text)) {
        if (isKey) this.addKey(text, at);
        else if (addressAt >= 0 && !this.addresses.has(text)) this.addresses.set(text, addressAt);
      }
      addressAt = isKey && text === '"address"' ? at : -1;
      at = json.indexOf('"', end);
    }
    for (let at = json.indexOf('\n'); at >= 0; at = json.indexOf('\n', at + 1)) this.lineEnds.push(at);
  }

  /** Returns the line of a resource, or undefined if it is not in this text. */
  lineOf(address: string): number | undefined {
    const index = this.addresses.get(JSON.stringify(address)) ?? this.keyOf(address);
    return index === undefined ? undefined : placeOf(index, this.lineEnds) + 1;
  }

  /** In the JSON of a stack, the name of a resource is nested below its type. */
  private keyOf(address: string): number | undefined {
    const [name, type] = keysOf(address).map((key) => this.keys.get(JSON.stringify(key)));
    return name && type && name[placeOf(type[0], name)];
  }

  private addKey(key: string, index: number): void {
    const known = this.keys.get(key);
    if (known) known.push(index);
    else this.keys.set(key, [index]);
  }
}

/** Returns the position after the closing quotation mark. */
function endOfText(json: string, start: number): number {
  let quote = json.indexOf('"', start + 1);
  while (quote >= 0 && isEscaped(json, quote)) quote = json.indexOf('"', quote + 1);
  return quote < 0 ? json.length : quote + 1;
}

function isEscaped(json: string, index: number): boolean {
  let before = index;
  while (json.charAt(before - 1) === '\\') before--;
  return (index - before) % 2 === 1;
}

function isFollowedByColon(json: string, end: number): boolean {
  COLON.lastIndex = end;
  return COLON.test(json);
}

/** Returns how many of the sorted numbers are less than the given number. */
function placeOf(given: number, numbers: readonly number[]): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < given) low = middle + 1;
    else high = middle;
  }
  return low;
}
