import { Construct } from 'constructs';
import { checkPool } from '../failover';
import type { IPriorityPool, PoolMember } from '../priority-pool-props';
import { serviceIdParts } from './arm-id';
import { Faults } from './faults';
import { poolModel } from './models';
import { join, validateMembers } from './pool-members';
import { raiseFindings } from './raise-findings';
import { BACKEND_ID } from './rules';

/** A pool that is deployed elsewhere. Only its id is known, and its members if the caller specifies them. */
export class ImportedPool extends Construct implements IPriorityPool {
  readonly poolName: string;
  readonly apiManagementName: string;
  readonly members?: PoolMember[];

  constructor(
    scope: Construct,
    id: string,
    readonly poolId: string,
    members: PoolMember[] | undefined,
  ) {
    super(scope, id);
    const faults = new Faults(this);
    const { backendName, serviceName } = faults.text('poolId', poolId, BACKEND_ID) ? serviceIdParts(poolId) : NO_PARTS;
    const given = faults.list('members', members);
    if (backendName !== '') validateMembers(faults, backendName, serviceName, given);
    faults.throwIfAny();
    this.poolName = backendName;
    this.apiManagementName = serviceName;
    this.members = members && [...given];
    given.forEach(join);
    const model = poolModel(this);
    if (model) raiseFindings(this, () => checkPool(model));
  }
}

const NO_PARTS = { backendName: '', serviceName: '' };
