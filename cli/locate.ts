import type { TerraformSource } from '../simulator/deployment';

export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Where a resource stands in Terraform's JSON: by its keys in a stack, by its address in a plan; else at the top. */
export function locate(address: string, sources: readonly TerraformSource[]): Place {
  for (const { name, json } of sources) {
    const index = indexOf(address, json);
    if (index >= 0) return { file: name, line: lineAt(json, index) };
  }
  return { file: sources[0]?.name ?? '', line: 1 };
}

function indexOf(address: string, json: string): number {
  for (const colon of [': ', ':']) {
    const index = json.indexOf(`"address"${colon}${JSON.stringify(address)}`);
    if (index >= 0) return index;
  }
  const [name, type] = address
    .replace(/\[.*$/s, '')
    .split('.')
    .reverse()
    .map((key) => JSON.stringify(key));
  // In a stack's JSON, a resource's name stands somewhere below its type.
  const below = type === undefined ? -1 : keyIndex(json, type, 0);
  return below < 0 ? -1 : keyIndex(json, name, below);
}

function keyIndex(json: string, key: string, from: number): number {
  for (let index = json.indexOf(key, from); index >= 0; index = json.indexOf(key, index + 1)) {
    if (/^\s{0,9}:/.test(json.slice(index + key.length, index + key.length + 10))) return index;
  }
  return -1;
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
