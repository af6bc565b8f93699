import { chooseForwardTimeout, guaranteesOf, instancesToPlay } from '../guarantees';
import type { ApiModel, PoolModel } from '../model';
import { causesOfEach } from './cause';

/**
 * Returns the longest forward timeout, in seconds, that is not itself the cause of AF104 or AF105, and that meets the
 * latency budget if the API has one; undefined if there is none.
 */
export function longestTimeout(api: ApiModel, pool: PoolModel): number | undefined {
  const { latencyBudget } = api;
  const budget = typeof latencyBudget === 'number' ? latencyBudget : Infinity;
  const { timeout } = chooseForwardTimeout({ ...api, pools: [pool] }, budget);
  // Where another cause lets a failure end the same with any timeout, the chosen timeout can be a cause, too.
  return isCause(api, pool, timeout) ? longestBelow(api, pool, timeout) : timeout;
}

/** Returns the longest timeout below another, in whole seconds, by bisection. */
function longestBelow(api: ApiModel, pool: PoolModel, timeout: number): number | undefined {
  let [enough, tooLong] = [0, Math.ceil(timeout)];
  while (tooLong - enough > 1) {
    const middle = Math.floor((enough + tooLong) / 2);
    if (isCause(api, pool, middle)) tooLong = middle;
    else enough = middle;
  }
  return enough === 0 ? undefined : enough;
}

function isCause(api: ApiModel, pool: PoolModel, forwardTimeout: number): boolean {
  const played = guaranteesOf({ ...api, forwardTimeout }, pool);
  const causes = played ? causesOfEach(played, instancesToPlay(api.service.skuName)).flat() : [];
  return causes.some(({ code, isNumber }) => isNumber && (code === 'AF104' || code === 'AF105'));
}
