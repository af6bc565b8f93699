import { checkApi } from './check-api';
import { checkBackend } from './check-backend';
import { checkPool } from './check-pool';
import { Finding } from './finding';
import { FailoverModel } from './model';

/** Everything that can be found in the model, in its own order. */
export function check(model: FailoverModel): Finding[] {
  return [...model.backends.flatMap(checkBackend), ...model.pools.flatMap(checkPool), ...model.apis.flatMap(checkApi)];
}
