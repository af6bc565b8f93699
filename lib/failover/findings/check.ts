import { checkApi } from './check-api';
import { checkBackend } from './check-backend';
import { checkExpression } from './check-expressions';
import { checkPool } from './check-pool';
import { Finding } from './finding';
import { FailoverModel } from '../model';

/** Everything that can be found in the model, in its own order. */
export function check(model: FailoverModel): Finding[] {
  const { backends, pools, apis, expressionFaults = [] } = model;
  const members = new Set(pools.flatMap((pool) => pool.members.map(({ backend }) => backend.address)));
  return [
    ...backends.flatMap((backend) => checkBackend(backend, members.has(backend.address))),
    ...pools.flatMap(checkPool),
    ...apis.flatMap(checkApi),
    ...expressionFaults.map(checkExpression),
  ];
}
