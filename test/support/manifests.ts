import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root';

/** The folder of each package that is published. */
export const PACKAGES = {
  'cdktf-apim-failover': ROOT,
  'cdktn-apim-failover': join(ROOT, 'packages/cdktn-apim-failover'),
  'apim-failover': join(ROOT, 'packages/apim-failover'),
} as const;

export type PackageName = keyof typeof PACKAGES;

export interface Manifest {
  readonly [field: string]: unknown;
  readonly version: string;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>;
}

export function manifestOf(name: PackageName): Manifest {
  return JSON.parse(readFileSync(join(PACKAGES[name], 'package.json'), 'utf8')) as Manifest;
}
