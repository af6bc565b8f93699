import { Construct } from 'constructs';
import { checkPool, PoolModel } from '../failover';
import type { IPriorityPool, PoolMember } from '../priority-pool-props';
import { serviceIdParts } from './arm-id';
import { areAllDrained, drainedFaults, drainedNote } from './drained';
import { Faults } from './faults';
import { modelOfMembers } from './models';
import { copiedMember, inUse, join, validateMembers } from './pool-members';
import { annotateAtSynth, raiseFindings } from './raise-findings';
import { POOL_ID } from './rules';

/** A pool that is deployed elsewhere. Only its id is known, and its members if the caller specifies them. */
export class ImportedPool extends Construct implements IPriorityPool {
  readonly poolName: string;
  readonly apiManagementName: string;
  private readonly memberList?: readonly PoolMember[];
  private readonly model?: PoolModel;

  constructor(
    scope: Construct,
    id: string,
    readonly poolId: string,
    members: PoolMember[] | undefined,
  ) {
    super(scope, id);
    const faults = new Faults(this);
    const { backendName, serviceName } = faults.text('poolId', poolId, POOL_ID) ? serviceIdParts(poolId) : NO_PARTS;
    const given = faults.list('members', members);
    if (backendName !== '') validateMembers(faults, backendName, serviceName, given);
    faults.throwIfAny();
    this.poolName = backendName;
    this.apiManagementName = serviceName;
    if (members === undefined) return;
    this.memberList = given.map(copiedMember);
    const used = inUse(this.memberList);
    used.forEach(join);
    const model = modelOfMembers(this, used);
    this.model = model;
    raiseFindings(this, () => (areAllDrained(given) ? [] : checkPool(model)));
    this.node.addValidation({ validate: () => drainedFaults(this) });
    annotateAtSynth(this, () => drainedNote(this));
  }

  get members(): PoolMember[] | undefined {
    return this.memberList?.map(copiedMember);
  }

  _model(): PoolModel | undefined {
    return this.model;
  }
}

const NO_PARTS = { backendName: '', serviceName: '' };
