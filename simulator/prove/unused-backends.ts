import { keyOf, Place, ProofReport, ReportedRequest } from './proof-report';

/** Backends that a request could reach before and no longer can, while others of its backends remain. */
export interface UnusedBackends {
  readonly place: Place;
  readonly backends: readonly string[];
}

/** Returns the backends that left the pools of a request. If no backend remains, the request goes elsewhere. */
export function unusedIn(before: ReportedRequest, now: ReportedRequest): string[] {
  const reached = new Set(now.backends.flat());
  const unused = before.backends.flat().filter((backend) => !reached.has(backend));
  return unused.length < before.backends.flat().length ? unused : [];
}

/** Returns the backends that left the pools of each request that both proofs have. */
export function unusedBackends(before: ProofReport, now: ProofReport): UnusedBackends[] {
  const young = new Map(now.requests.map((request) => [keyOf(request), request]));
  return before.requests.flatMap((request) => {
    const next = young.get(keyOf(request));
    const backends = next ? unusedIn(request, next) : [];
    const { service, api, operation, product, region } = request;
    return backends.length > 0
      ? [{ place: { service, api, operation, product, region, request: request.request }, backends }]
      : [];
  });
}
