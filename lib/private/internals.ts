import type { PoolModel } from '../failover';

// What the constructs of this library know beyond their interfaces. What is made elsewhere, or by others, has none of it.

export interface BackendInternals {
  readonly _backendName?: string;
  readonly _acknowledged?: readonly string[];
  /** The backend becomes the member of a pool. */
  _join?(): void;
}

export interface PoolInternals {
  readonly _poolName?: string;
  _model?(): PoolModel;
}
