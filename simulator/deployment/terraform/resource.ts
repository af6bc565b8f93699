import type { Value } from './value';

/** A resource, data source or ephemeral resource: in a stack's configuration, or in a plan or state. */
export interface TerraformResource {
  /** The file that it stands in. */
  readonly source: string;
  readonly address: string;
  readonly mode: Mode;
  readonly type: string;
  /** How it is repeated: then it stands for any number of resources. */
  readonly repeatedBy?: 'count' | 'for_each';
  /** The nested blocks that are repeated. */
  readonly dynamicBlocks: readonly string[];
  attribute(name: string): Value | undefined;
}

export type Mode = 'managed' | 'data' | 'ephemeral';
