import { finding, Finding } from './finding';
import { BackendModel, PoolModel } from '../model';
import { listed, seconds } from './wording';

/**
 * AF106 for a backend that is in no pool, or that acknowledges the finding. An acknowledged finding is reported where
 * it is acknowledged.
 */
export function checkRetryAfter(backend: BackendModel, isMember: boolean): Finding[] {
  if (!acceptsRetryAfter(backend) || (isMember && !isAcknowledged(backend))) return [];
  return [
    finding(
      'AF106',
      backend.address,
      `backend '${backend.name}' accepts Retry-After without an upper bound: ` +
        `one response can keep it out of use for as long as the header specifies, far beyond its trip duration${tripDurations([backend])}, ${OR_SHORT}`,
      REMEDY,
    ),
  ];
}

/** AF106 for a pool, once for all its members. */
export function checkRetryAfterOfMembers({ address, name, members }: PoolModel): Finding[] {
  const backends = new Map(members.map(({ backend }) => [backend.address, backend]));
  const accepting = [...backends.values()].filter((backend) => acceptsRetryAfter(backend) && !isAcknowledged(backend));
  if (accepting.length === 0) return [];
  const [noun, verb] = accepting.length === 1 ? ['backend', 'accepts'] : ['backends', 'accept'];
  const names = listed(accepting.map((backend) => `'${backend.name}'`));
  return [
    finding(
      'AF106',
      address,
      `${noun} ${names} of pool '${name}' ${verb} Retry-After without an upper bound: ` +
        `one response can keep a backend out of use for as long as the header specifies, far beyond its trip duration${tripDurations(accepting)}, ${OR_SHORT}`,
      REMEDY,
    ),
  ];
}

/** The risk of a short value. */
const OR_SHORT = 'or close its circuit before another backend is reached';

const REMEDY = 'Do not accept Retry-After, unless the backend is trusted to send sensible values';

function acceptsRetryAfter({ breaker }: BackendModel): boolean {
  return typeof breaker === 'object' && breaker.acceptRetryAfter;
}

function isAcknowledged({ acknowledged }: BackendModel): boolean {
  return acknowledged?.includes('AF106') ?? false;
}

/** For example, ` of 30 s` or ` of 30 s or 60 s`; empty if none is known. */
function tripDurations(backends: readonly BackendModel[]): string {
  const known = backends.flatMap(({ breaker }) =>
    typeof breaker === 'object' && breaker.tripDuration !== 'unknown' ? breaker.tripDuration : [],
  );
  const durations = [...new Set(known)].sort((a, b) => a - b).map(seconds);
  return durations.length > 0 ? ` of ${listed(durations, 'or')}` : '';
}
