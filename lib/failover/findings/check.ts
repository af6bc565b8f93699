import { checkApi } from './check-api';
import { checkBackend } from './check-backend';
import { checkExpression, checkReference } from './check-documents';
import { checkNames } from './check-names';
import { checkPool } from './check-pool';
import { Finding } from './finding';
import { FailoverModel } from '../model';

/** Returns all findings in a model, in the order of the model. */
export function check(model: FailoverModel): Finding[] {
  const { backends, pools, apis, expressionFaults = [], referenceFaults = [], declarations = [] } = model;
  const members = new Set(pools.flatMap((pool) => pool.members.map(({ backend }) => backend.address)));
  return [
    ...backends.flatMap((backend) => checkBackend(backend, members.has(backend.address))),
    ...pools.flatMap(checkPool),
    ...onceEach(apis.flatMap(checkApi)),
    ...expressionFaults.map(checkExpression),
    ...referenceFaults.map(checkReference),
    ...checkNames(declarations),
  ];
}

/**
 * Drops repeated findings: an API that forwards in several places is several models, which may have the same findings.
 */
function onceEach(found: readonly Finding[]): Finding[] {
  const keyOf = ({ code, address, message }: Finding): string => JSON.stringify([code, address, message]);
  return [...new Map(found.map((each) => [keyOf(each), each])).values()];
}
