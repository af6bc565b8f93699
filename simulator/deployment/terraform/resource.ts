import type { Value } from './value';

/** A resource, data source or ephemeral resource: in a stack's configuration, or in a plan or state. */
export interface TerraformResource {
  /** The file that contains it. */
  readonly source: string;
  readonly address: string;
  readonly mode: Mode;
  readonly type: string;
  /** The meta-argument that repeats the resource, which then represents any number of resources. */
  readonly repeatedBy?: 'count' | 'for_each';
  /** The dynamic blocks. */
  readonly dynamicBlocks: readonly string[];
  attribute(name: string): Value | undefined;
}

export type Mode = 'managed' | 'data' | 'ephemeral';
