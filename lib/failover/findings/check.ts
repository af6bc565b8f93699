import { checkApi } from './check-api';
import { checkBackend } from './check-backend';
import { checkExpression } from './check-expressions';
import { checkPool } from './check-pool';
import { Finding } from './finding';
import { FailoverModel } from '../model';

/** Everything that can be found in the model, in its own order. */
export function check(model: FailoverModel): Finding[] {
  const { backends, pools, apis, expressionFaults = [] } = model;
  return [
    ...backends.flatMap(checkBackend),
    ...pools.flatMap(checkPool),
    ...apis.flatMap(checkApi),
    ...expressionFaults.map(checkExpression),
  ];
}
