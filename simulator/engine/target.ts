import type { DeployedBackend, DeployedPool } from '../deployment/deployment';

/** The target of requests: a backend, a pool or a URL. */
export type Target =
  | { readonly kind: 'backend'; readonly backend: DeployedBackend }
  | { readonly kind: 'pool'; readonly pool: DeployedPool }
  | { readonly kind: 'url'; readonly url: string };
