import { ApiModel, BreakerModel, checkApi, PoolModel, retryExpression, RetryModel } from '../../../lib/failover';
import { api, backendWith, lines, pair, pool, retry } from '../models';

/** What is found of an API with this pool and retry; of a method that is sent again, nothing is said. */
export const found = (model: PoolModel, over: Partial<RetryModel> = {}, more: Partial<ApiModel> = {}): string[] =>
  lines(checkApi(api([model], { retry: retry(over), ...more })));
export const codesOf = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/^(\w+): (AF\d+).*/s, '$1 $2'));
export const span = (min: number, max: number): string => retryExpression([{ min, max }]);
export const local = (over: Partial<BreakerModel>): PoolModel => pair(backendWith('local', over));
export const regions = (over: Partial<BreakerModel> = {}): PoolModel =>
  pool(['a', 'b', 'c'].map((name) => [backendWith(name, over)]));
