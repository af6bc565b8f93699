import { isPlayable, playable, Unknowns, Unplayable } from '../automaton';
import { guaranteesOf, instancesToPlay } from '../guarantees';
import { ApiModel, failuresToTrip, membersAhead, PoolModel, priorityGroups } from '../model';
import { causesOfEach, Cause } from './cause';
import { checkBudget, checkRisk, checkUnplayed, checkUndecided } from './check-proof';
import { CountsReport } from './counts-report';
import { Report } from './finding';
import { SurvivalReport } from './survival-report';
import { Unsurvived } from './unsurvived';
import { listed, quoted } from './wording';

/** Reports what keeps an API from surviving the failure of some backends of a pool, by playing every failure. */
export function checkSurvival(api: ApiModel, pool: PoolModel, report: Report): void {
  const played = guaranteesOf(api, pool);
  if (!played) return reportUnplayable(api, pool, report);
  const { unknowns } = played.game;
  const allCauses = causesOfEach(played, instancesToPlay(api.service.skuName));
  const unsurvived = played.guarantees.flatMap((guarantee, index): Unsurvived[] => {
    const kind = played.kinds.find(({ how }) => how === guarantee.failure.how);
    const causes = allCauses[index];
    if (!kind) return [];
    const isAlone = causes.length === 1;
    const isOfNumbers = causes.every(({ code, isNumber = false }) => isNumber || code === 'AF111');
    return causes
      .filter((cause) => isKnown(cause, unknowns))
      .map((cause) => ({ guarantee, kind, cause, isAlone, isOfNumbers }));
  });
  const counts = new CountsReport(api, pool, played.game, report);
  if (unsurvived.length > 0) new SurvivalReport(api, pool, played, counts, report).reportAll(unsurvived);
  if (unknowns.timeout) counts.reportUnknownTimeout();
  reportUnknownMembers(api, pool, unknowns, report);
  checkBudget(api, pool, played.guarantees, report);
  checkRisk(api, pool, played, report);
  checkUnplayed(api, pool, played, report);
  checkUndecided(api, pool, played, report);
}

/** AF012, AF204. An unknown retry count and several forwards in one attempt are reported for the API. */
function reportUnplayable(api: ApiModel, pool: PoolModel, report: Report): void {
  const why = playable(api, pool);
  if (isPlayable(why)) return;
  for (const fault of why.faults) report('AF012', fault, 'Correct the number');
  const unknown = why.unknown.flatMap((what) => POOL_VALUES[what] ?? []);
  if (unknown.length === 0) return;
  report(
    'AF204',
    `${listed(unknown)} of pool '${pool.name}' ${unknown.length === 1 && unknown[0] !== POOL_VALUES.priorities ? 'is' : 'are'} ` +
      `not known here: whether API '${api.name}' fails over is not evaluated`,
    'Use literal numbers, or set the variables or parameters that they come from',
  );
}

/** AF204. If the number of failures that trips a member is not known, that is AF107. */
function reportUnknownMembers(
  { name, retry }: ApiModel,
  pool: PoolModel,
  { backends }: Unknowns,
  report: Report,
): void {
  const ahead = membersAhead(pool);
  const shared = (priorityGroups(pool) ?? []).flatMap(({ members }) => (members.length > 1 ? members : []));
  const names = pool.members
    .filter((member) => backends.has(member.backend.name) && !member.backend.isPool)
    .filter((member) => ahead.includes(member) || shared.includes(member))
    .filter((member) => !(retry && ahead.includes(member) && failuresToTrip(member) === 'unknown'))
    .map(({ backend }) => backend.name);
  if (names.length === 0) return;
  report(
    'AF204',
    `a value of the circuit breaker or the weight of ${quoted(names)} is not known here: ` +
      `whether API '${name}' survives ${names.length === 1 ? 'its failure' : 'their failures'} is not evaluated`,
    'Use literal values, or set the variables or parameters that they come from',
  );
}

/** The values of a pool without which it cannot be played. */
const POOL_VALUES: Readonly<Partial<Record<Unplayable['unknown'][number], string>>> = {
  priorities: 'the priorities',
  'failure response': 'the status of the failure response',
};

/** Returns whether a cause holds for all possible values of what is known only after deployment. */
function isKnown({ code }: Cause, { waits, condition }: Unknowns): boolean {
  if (waits && !WITHOUT_WAITS.has(code)) return false;
  return !condition || WITHOUT_CONDITION.has(code);
}

/** The causes that do not depend on the length of the waits. */
const WITHOUT_WAITS: ReadonlySet<Cause['code']> = new Set(['AF004', 'AF101', 'AF102', 'AF103', 'AF109']);
/** The causes that hold even with the best condition. */
const WITHOUT_CONDITION: ReadonlySet<Cause['code']> = new Set(['AF004', 'AF005']);
