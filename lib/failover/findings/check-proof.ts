import { ModelGuarantees, Guarantee, chooseForwardTimeout } from '../guarantees';
import { ApiModel, PoolModel } from '../model';
import { Report } from './finding';
import { describeFailure } from './unsurvived';
import { excerpt, seconds } from './wording';

/** AF105. */
export function checkRisk({ name }: ApiModel, pool: PoolModel, { guarantees }: ModelGuarantees, report: Report): void {
  const [atRisk] = guarantees.filter(({ risk }) => risk === 'closing');
  if (!atRisk) return;
  report(
    'AF105',
    `while ${describeFailure(atRisk)}, a circuit of pool '${pool.name}' can open and close again within one attempt of API ` +
      `'${name}': some rhythm of other requests may keep one from a healthy backend`,
    'Make the trip durations longer than an attempt and the wait before the next, or shorten the forward timeout',
  );
}

/** AF203. */
export function checkUndecided(
  { retry }: ApiModel,
  pool: PoolModel,
  { undecided }: ModelGuarantees,
  report: Report,
): void {
  const open = undecided.filter(({ backends }) => backends.length < pool.members.length);
  if (!retry || open.length === 0) return;
  const hows = [...new Set(open.map(({ how }) => how))];
  report(
    'AF203',
    `the retry condition ${excerpt(retry.shownCondition)} depends on more than what came of the attempt: whether pool ` +
      `'${pool.name}' survives that a backend fails by ${hows.join(', ')} is not judged`,
    'Prove it with apim-failover prove',
    'warning',
  );
}

/** AF114. */
export function checkUnplayed({ name }: ApiModel, pool: PoolModel, played: ModelGuarantees, report: Report): void {
  const { unplayed, guarantees } = played;
  if (unplayed === 0) return;
  report(
    'AF114',
    `${unplayed} of the ${unplayed + guarantees.length} ways in which backends of pool '${pool.name}' can fail are not ` +
      `judged for API '${name}': together they take too long to play`,
    'Use fewer members, or give those of one priority the same circuit breaker and weight',
  );
}

/** AF112. */
export function checkBudget(api: ApiModel, pool: PoolModel, guarantees: readonly Guarantee[], report: Report): void {
  const { name, latencyBudget } = api;
  if (latencyBudget === undefined || latencyBudget === 'unknown') return;
  const [slowest] = guarantees
    .filter(({ verdict }) => verdict !== 'no healthy backend')
    .sort((a, b) => b.longest - a.longest);
  if (!slowest || slowest.longest <= latencyBudget) return;
  const { timeout, obstacle } = chooseForwardTimeout({ ...api, pools: [pool] }, latencyBudget);
  const waited =
    `a client of API '${name}' waits up to ${seconds(slowest.longest)} while ${describeFailure(slowest)}, ` +
    `and the latency budget is ${seconds(latencyBudget)}`;
  report(
    'AF112',
    obstacle
      ? `${waited}: with the shortest forward timeout it is still ${seconds(obstacle.seconds)}, by the waits of the retry`
      : waited,
    obstacle
      ? "Shorten the retry's waits, lower the counts of the circuit breakers so that fewer attempts are needed, or raise the budget"
      : `Set the forward timeout to ${seconds(timeout)} or less, or raise the budget`,
  );
}
