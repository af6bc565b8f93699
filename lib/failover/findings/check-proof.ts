import { takesTime } from '../automaton';
import { ModelGuarantees, Guarantee, chooseForwardTimeout } from '../guarantees';
import { ApiModel, PoolModel } from '../model';
import { Report } from './finding';
import { longestTimeout } from './longest-timeout';
import { retriesToOpen } from './retries-to-open';
import { describeFailure } from './unsurvived';
import { excerpt, seconds } from './wording';

/** AF105. */
export function checkRisk(api: ApiModel, pool: PoolModel, played: ModelGuarantees, report: Report): void {
  const { guarantees, kinds, game } = played;
  // Where more retries are sufficient, that is AF004.
  const atRisk = guarantees.find(
    ({ verdict, risk, failure }) =>
      verdict === 'survives' &&
      (risk === 'closing' ||
        (risk === 'intervals' && (game.retry?.count ?? 0) >= retriesToOpen(game, failure.backends))),
  );
  if (!atRisk) return;
  const isSlow = kinds.some(({ how, fault }) => how === atRisk.failure.how && takesTime(fault));
  const timeout = isSlow ? longestTimeout(api, pool) : undefined;
  const shorter =
    timeout !== undefined && timeout * 1000 < game.forwardTimeout
      ? `Set the forward timeout to ${seconds(timeout)} or less`
      : 'Shorten the waits of the retry';
  report(
    'AF105',
    `while ${describeFailure(atRisk)}, circuits of pool '${pool.name}' can stay closed, or open and close again, while a request of API ` +
      `'${api.name}' is in progress: a certain pattern of other requests can keep the request from reaching a healthy backend`,
    `${shorter}, or lengthen the trip durations and the intervals of the circuit breakers`,
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
    `the retry condition ${excerpt(retry.shownCondition)} depends on more than the outcome of the attempt: whether pool ` +
      `'${pool.name}' survives the failure of a backend (${hows.join(', ')}) is not evaluated`,
    'Run apim-failover prove',
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
      `evaluated for API '${name}': together they take too long to simulate`,
    'Use fewer members, or give the members of each priority the same circuit breaker and weight',
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
    `but the latency budget is ${seconds(latencyBudget)}`;
  report(
    'AF112',
    obstacle
      ? `${waited}: even with the shortest forward timeout, the waits of the retry make it ${seconds(obstacle.seconds)}`
      : waited,
    obstacle
      ? 'Shorten the waits of the retry, lower the counts of the circuit breakers so that fewer attempts are needed, or raise the budget'
      : `Set the forward timeout to ${seconds(timeout)} or less, or raise the budget`,
  );
}
