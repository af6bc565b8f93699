import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** This package's manifest: the nearest above, whether this is the source or what is built from it. */
export function manifest(folder = __dirname): Manifest {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : manifest(dirname(folder));
}
