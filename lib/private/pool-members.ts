import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import type { BackendInternals } from './internals';
import { HIGHEST_MEMBER_NUMBER, MemberModel, poolFaults } from '../failover';
import type { IPriorityPool, PoolMember } from '../priority-pool-props';
import { copied } from './copies';
import type { Faults } from './faults';
import { literalBackendName, shownPoolName } from './literal-names';
import { memberModel, serviceModel } from './models';
import type { PropNames } from './prop-names';
import { holdsToken } from './terraform-text';

const MEMBER: PropNames<PoolMember> = { backend: true, priority: true, weight: true, drained: true };

/** Copies a member of the caller. */
export function copiedMember(member: PoolMember): PoolMember {
  return copied(member, MEMBER);
}

/** Validates all members of a pool. */
export function validateMembers(
  faults: Faults,
  name: string,
  apiManagementName: string,
  members: readonly PoolMember[],
  where = 'members',
): void {
  const areUsable = members.map((member, index) => validateMember(faults, member, `${where}[${index}]`));
  const usable = members.filter((_, index) => areUsable[index]);
  const service = serviceModel(apiManagementName, undefined);
  // A member that is not usable still counts.
  const models = members.map((member, index) => (areUsable[index] ? memberModel(member) : unusable(index)));
  // Members can still be added, so an empty pool is reported when the stack is synthesized.
  if (members.length > 0) {
    poolFaults({ address: '', name, service, members: models }).forEach((fault) =>
      faults.report(where, `the pool ${fault}`),
    );
  }
  validateNames(faults, usable, where);
}

/** Returns the model of a member of which nothing is known. */
function unusable(index: number): MemberModel {
  const backend = { address: `members[${index}]`, name: '', service: serviceModel('unknown', undefined) };
  return { backend, priority: 'unknown' };
}

/** Returns the members that receive requests. */
export function inUse(members: readonly PoolMember[]): PoolMember[] {
  return members.filter(({ drained = false }) => !drained);
}

/** Notifies a backend that a pool contains it. An imported backend does not need to know. */
export function join({ backend }: PoolMember): void {
  (backend as BackendInternals)._join?.();
}

/** Validates that no two constructs represent the same backend: one created and one imported, or two imported. */
function validateNames(faults: Faults, members: readonly PoolMember[], where: string): void {
  const seen = new Map<string, ICircuitBreakerBackend>();
  for (const { backend } of members) {
    const name = literalBackendName(backend);
    const key = `${backend.apiManagementName}/${name}`.toLowerCase();
    const other = seen.get(key);
    if (other && other !== backend) {
      const paths = `'${other.node.path}' and '${backend.node.path}'`;
      faults.report(
        where,
        `${paths} both represent ${holdsToken(name) ? 'one backend' : `the backend '${name}'`}; each backend is allowed once`,
      );
    }
    seen.set(key, backend);
  }
}

/** Returns whether the member is valid, so that further checks are possible. */
function validateMember(faults: Faults, member: PoolMember, where: string): boolean {
  if (!faults.settings(where, member, MEMBER, 'an object with a backend is needed')) return false;
  const { backend, priority, weight, drained } = member;
  faults.wholeNumber(`${where}.priority`, priority, 0, HIGHEST_MEMBER_NUMBER);
  faults.wholeNumber(`${where}.weight`, weight, 0, HIGHEST_MEMBER_NUMBER);
  faults.literalFlag(`${where}.drained`, drained);
  if (isPool(backend)) {
    const name = shownPoolName(backend);
    faults.report(`${where}.backend`, `it is the pool '${name}'; only single backends are allowed`);
    return false;
  }
  return faults.backend(`${where}.backend`, backend);
}

function isPool(value: unknown): value is IPriorityPool {
  return typeof (value as Partial<IPriorityPool> | undefined)?.poolName === 'string';
}
