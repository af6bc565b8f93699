import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** Returns the manifest of this package: the nearest one above, both for the sources and for the build output. */
export function manifest(folder = __dirname): Manifest {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : manifest(dirname(folder));
}
