import type { PoolModel } from '../failover';

// Members that the constructs of this library have in addition to their interfaces. Imported backends and other
// implementations of the interfaces do not have them.

export interface ServiceInternals {
  readonly _literalName?: string;
}

export interface BackendInternals {
  readonly _backendName?: string;
  readonly _url?: string;
  readonly _acknowledged?: readonly string[];
  /** Records that a pool contains the backend. */
  _join?(): void;
}

export interface PoolInternals {
  readonly _poolName?: string;
  /** Returns undefined if the members are not known. */
  _model?(): PoolModel | undefined;
}
