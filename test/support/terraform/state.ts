import type { Block } from '../terraform-json';

/** A deployed resource as Terraform remembers it. */
export interface Deployed {
  readonly type: string;
  readonly id: string;
  /** Evaluated. */
  readonly arguments: Block;
  readonly provider: string;
  /** The managed resources that it depended on when it was last applied or found unchanged. */
  readonly dependencies: readonly string[];
  /** Its own setting, or that of a dependent. It stays when the resource is no longer configured. */
  readonly createBeforeDestroy: boolean;
}

/** By address. */
export type State = ReadonlyMap<string, Deployed>;

export const NOTHING: State = new Map();
