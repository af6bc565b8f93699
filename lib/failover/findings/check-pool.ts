import { checkRetryAfterOfMembers } from './check-retry-after';
import { finding, Finding } from './finding';
import { HIGHEST_MEMBER_NUMBER, Known, PoolModel, priorityGroups } from '../model';
import { grouped } from './grouped';
import { listed, priorities } from './wording';

/** The maximum number of members in a pool. */
export const MOST_MEMBERS = 30;

/** Checks a pool and its members, independently of the API that uses the pool. */
export function checkPool(pool: PoolModel): Finding[] {
  const { address, name } = pool;
  const found = [...poolFaults(pool), ...numberFaults(pool)].map((fault) =>
    finding('AF001', address, `pool '${name}' ${fault}`, 'Change its members'),
  );
  const groups = priorityGroups(pool) ?? [];
  groups.slice(0, -1).forEach(({ priority, members }, index) => {
    const bare = members.filter(({ backend }) => backend.breaker === undefined && !backend.isPool);
    if (bare.length === 0) return;
    const behind = groups.slice(index + 1).map((group) => group.priority);
    const names = listed(bare.map(({ backend }) => `'${backend.name}'`));
    const [backends, have, they, are] =
      bare.length === 1 ? ['backend', 'has', 'it', 'is'] : ['backends', 'have', 'they', 'are'];
    found.push(
      finding(
        'AF002',
        address,
        `${backends} ${names} at priority ${priority} of pool '${name}' ${have} no circuit breaker: ${they} ${are} never ` +
          `out of use, so ${priorities(behind)} ${behind.length === 1 ? 'is' : 'are'} never reached`,
        `Add a circuit breaker to ${names}`,
      ),
    );
  });
  found.push(...checkRetryAfterOfMembers(pool), ...checkUrls(pool));
  return found;
}

/** AF115. The message does not contain the URL: it may hold a secret. */
function checkUrls(pool: PoolModel): Finding[] {
  return backendsWithOneUrl(pool).map((backends) =>
    finding(
      'AF115',
      pool.address,
      `backends ${listed(backends.map((backend) => `'${backend}'`))} of pool '${pool.name}' have the same URL, so that they fail together`,
      'Give each backend the URL of its own region, or remove all but one of them from the pool',
    ),
  );
}

/** Returns the names of the backends that have a URL in common, for each such URL. */
export function backendsWithOneUrl({ members }: PoolModel): string[][] {
  const backends = [...new Map(members.map(({ backend }) => [backend.address, backend])).values()];
  const known = backends.flatMap(({ name: backend, url }) => {
    const endpoint = endpointOf(url);
    return endpoint === undefined ? [] : [{ backend, endpoint }];
  });
  return [...grouped(known, ({ endpoint }) => endpoint).values()]
    .filter((group) => group.length > 1)
    .map((group) => group.map(({ backend }) => backend));
}

/** Returns the URL in one spelling: the case of the host, a default port, and a slash at the end do not matter. */
function endpointOf(url: Known<string> = 'unknown'): string | undefined {
  if (url === 'unknown' || !URL.canParse(url)) return undefined;
  const { protocol, username, password, host, pathname, search } = new URL(url);
  return JSON.stringify([protocol, username, password, host, pathname.replace(/\/+$/, ''), search]);
}

/**
 * Returns the faults of priorities and weights that API Management rejects. The Terraform providers accept any number.
 */
function numberFaults({ members }: PoolModel): string[] {
  return members.flatMap(({ backend, priority, weight = 0 }) =>
    Object.entries({ priority, weight }).flatMap(([what, number]) =>
      number === 'unknown' || (Number.isInteger(number) && number >= 0 && number <= HIGHEST_MEMBER_NUMBER)
        ? []
        : `sets ${what} ${number} for '${backend.name}'; a whole number from 0 to ${HIGHEST_MEMBER_NUMBER} is allowed`,
    ),
  );
}

/** Returns the faults of members that API Management rejects or cannot use (AF001). */
export function poolFaults(pool: PoolModel): string[] {
  const { members, service } = pool;
  const faults: string[] = [];
  if (members.length === 0) faults.push(`has no members; 1 to ${MOST_MEMBERS} are allowed`);
  if (members.length > MOST_MEMBERS) {
    faults.push(`has ${members.length} members; 1 to ${MOST_MEMBERS} are allowed`);
  }
  const seen = new Set<string>();
  for (const { backend } of members) {
    if (backend.isPool) faults.push(`contains the pool '${backend.name}'; only single backends are allowed`);
    if (seen.has(backend.address))
      faults.push(`contains '${backend.name}' more than once; each backend is allowed once`);
    seen.add(backend.address);
    const [own, other] = [service.key, backend.service.key];
    if (own !== 'unknown' && other !== 'unknown' && own !== other) {
      faults.push(
        `belongs to ${own} but contains '${backend.name}' of ${other}; only backends of its own service are allowed`,
      );
    }
  }
  return [...new Set(faults)];
}
