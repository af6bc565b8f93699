import {
  ApiModel,
  check,
  Counterexample,
  DEFAULT_ASSUMPTIONS,
  FailureKind,
  Fault,
  Finding,
  GatewayAssumptions,
  Guarantee,
  guaranteesOf,
  instancesToPlay,
  milliseconds,
  ModelGuarantees,
  play,
  PlayedExchange,
  PlayedGateway,
  PoolModel,
  Proof,
  repeat,
  subjectOf,
} from '../../lib/failover';
import { Cause, causesOfEach } from '../../lib/failover/findings/cause';
import { Suspect, suspectsOf } from '../../lib/failover/findings/suspects';
import { lasting } from '../../lib/failover/guarantees/arrivals';
import type { CompiledService } from '../../simulator/engine/compiled-service';
import { compileService } from '../../simulator/policies/compile-service';
import type { CSharp } from '../../simulator/expressions';
import type { Proven } from '../../simulator/prove/prove-deployment';
import { scenarioOf } from '../../simulator/prove/scenario-of';
import { SimulatedGateway } from '../../simulator/prove/simulated-gateway';
import { readScenario } from '../../simulator/scenario/read-scenario';
import { runScenario } from '../../simulator/scenario/run-scenario';
import { REQUEST, synthesized } from './synthesized';

/** A model with all that is said of it. */
export class Judged {
  readonly pool: PoolModel;
  readonly findings: readonly Finding[];
  readonly proved: ModelGuarantees;
  readonly compiled: CompiledService;

  constructor(
    readonly api: ApiModel,
    csharp: CSharp,
  ) {
    [this.pool] = api.pools;
    const backends = this.pool.members.map(({ backend }) => backend);
    this.findings = check({ backends, pools: [this.pool], apis: [api] });
    const proved = guaranteesOf(api, this.pool);
    if (!proved) throw new Error('the model cannot be played');
    this.proved = proved;
    this.compiled = compileService(synthesized(api, this.pool), csharp);
  }

  get survived(): Guarantee[] {
    return this.proved.guarantees.filter(({ verdict }) => verdict === 'survives');
  }

  get unsurvived(): Guarantee[] {
    return this.proved.guarantees.filter(({ verdict }) => verdict === 'fails' || verdict === 'survives later');
  }

  faultsOf({ failure: { backends, how } }: Guarantee): ReadonlyMap<string, Fault> {
    const kind = this.proved.kinds.find((each) => each.how === how);
    if (!kind) throw new Error(`${how} is not a failure of this model`);
    return new Map(backends.map((backend) => [backend, kind.fault] as const));
  }

  engine(assumptions: GatewayAssumptions, units: number): PlayedGateway {
    return new SimulatedGateway(this.compiled, REQUEST, assumptions, units);
  }

  model(assumptions: GatewayAssumptions, units: number): PlayedGateway {
    return play(this.proved.game, assumptions, units);
  }
}

const isAnswered = ({ statusCode, attempts }: PlayedExchange): boolean =>
  statusCode === 200 && attempts.at(-1)?.statusCode === 200;

const say = ({ failure, verdict }: Guarantee): string => `${failure.backends.join()} (${failure.how}): ${verdict}`;

/** Requests that arrive at any time, whatever is assumed. */
export interface AnyArrivals {
  readonly assumptions: GatewayAssumptions;
  readonly units: number;
  readonly times: readonly number[];
}

/** AF004 and AF005 are errors only where some failure of the first priority is not failed over within one request. */
export function expectErrorsToHold(judged: Judged): void {
  const isError = judged.findings.some(({ code, level }) => /AF00[45]/.test(code) && level === 'error');
  if (!isError) return;
  const first = judged.pool.members.filter(({ priority }) => priority === 1).map(({ backend }) => backend.name);
  const failing = judged.proved.guarantees.filter((guarantee) => {
    const { backends, how } = guarantee.failure;
    if (backends.join() !== first.join() || !/^(refused|status \d+)/.test(how) || how.includes('timeout')) return false;
    const phases = [{ from: 0, faults: judged.faultsOf(guarantee) }];
    return !isAnswered(repeat(judged.engine(DEFAULT_ASSUMPTIONS, 1), { phases, requests: [0] })[0]);
  });
  expect(failing).not.toEqual([]);
}

/** A failure that is not survived is found: not only by what holds of any backend like this. */
export function expectFindings({ api, findings, proved, unsurvived }: Judged): void {
  const isFound = findings.some(({ code, level }) => level !== 'note' && code !== 'AF106' && code !== 'AF107');
  if (isFound) return;
  const causes = causesOfEach(proved, instancesToPlay(api.service.skuName));
  // A Retry-After that is accepted may be the very reason, and has a warning of its own.
  const isOfRetryAfter = (guarantee: Guarantee): boolean =>
    causes[proved.guarantees.indexOf(guarantee)].every(({ code }) => code === 'AF106');
  const hasWarning = findings.some(({ code }) => code === 'AF106');
  expect(unsurvived.filter((each) => !hasWarning || !isOfRetryAfter(each)).map(say)).toEqual([]);
}

export function expectCounterexample(judged: Judged, guarantee: Guarantee): void {
  const given = guarantee.counterexample as Counterexample;
  const assumptions = { ...DEFAULT_ASSUMPTIONS, ...given.assumed };
  for (const gateway of [judged.model(assumptions, given.units), judged.engine(assumptions, given.units)]) {
    const exchange = repeat(gateway, given)[given.error];
    expect([say(guarantee), exchange.statusCode, isAnswered(exchange)]).toEqual([
      say(guarantee),
      given.statusCode,
      false,
    ]);
  }
}

/**
 * What is named as the cause of a failure keeps it from being survived: without that, it is. Where an assumption is
 * named beside something else, it is survived unless that is assumed.
 */
export function expectCauses({ api, proved, unsurvived }: Judged, pick: number): void {
  const { game, kinds, guarantees } = proved;
  if (unsurvived.length === 0 || !game.retry) return;
  const guarantee = unsurvived[pick % unsurvived.length];
  const { backends, how } = guarantee.failure;
  const kind = kinds.find((each) => each.how === how) as FailureKind;
  const units = instancesToPlay(api.service.skuName);
  const causes = causesOfEach(proved, units)[guarantees.indexOf(guarantee)];
  if (causes[0].code === 'AF113') return;
  const cured = suspectsOf(game, kind, guarantee)
    .filter((suspect) => causes.some((cause) => isSame(cause, suspect)))
    .reduce((trial, suspect) => suspect.without(trial), { game, given: {} });
  const proof = new Proof(subjectOf(cured.game, [kind], units), backends, kind, cured.given).guarantee();
  const told = [say(guarantee), causes.map(({ code }) => code)];
  const dependsOn = causes.some(({ code }) => code === 'AF111') ? proof.otherwise : undefined;
  expect([...told, dependsOn ?? proof.verdict]).toEqual([...told, 'survives']);
}

/** Two suspects of one code differ in whether backends are to blame, and in what is assumed. */
function isSame(cause: Cause, { code, backends, assumed, isOfHealthy }: Suspect): boolean {
  return (
    cause.code === code &&
    (cause.backends === undefined) === (backends === undefined) &&
    cause.isOfHealthy === isOfHealthy &&
    JSON.stringify(cause.assumed) === JSON.stringify(assumed)
  );
}

export async function expectScenario({ unsurvived, compiled: { service } }: Judged, pick: number): Promise<void> {
  if (unsurvived.length === 0) return;
  const guarantee = unsurvived[pick % unsurvived.length];
  const given = guarantee.counterexample as Counterexample;
  const proven = {
    service,
    case: { api: service.apis[0], request: REQUEST, elements: [] },
    proof: { hosts: [] },
  } as unknown as Proven;
  const text = JSON.stringify(scenarioOf(proven, given, guarantee, []));
  const { exchanges } = await runScenario(service, readScenario('scenario.json', text));
  expect([say(guarantee), exchanges[given.error].status]).toEqual([say(guarantee), given.statusCode]);
}

export function expectSurvived(judged: Judged, guarantee: Guarantee, { assumptions, units, times }: AnyArrivals): void {
  const phases = [{ from: 0, faults: judged.faultsOf(guarantee) }];
  // What comes and goes fails at random for whoever arrives at random, which no model proves; what is at risk is said to
  // be; and where healthy answers are tried again, the last attempt of a request may be any.
  const isRandom = guarantee.failure.how === 'flapping' || guarantee.risk !== undefined || retriesHealthy(judged.api);
  const anyTimes = isRandom ? [] : [[...times].sort((a, b) => a - b)];
  for (const requests of [[0], Array<number>(10).fill(0), ...anyTimes]) {
    const [error] = repeat(judged.engine(assumptions, units), { phases, requests }).filter((each) => !isAnswered(each));
    expect([say(guarantee), requests, error]).toEqual([say(guarantee), requests, undefined]);
  }
  if (!isRandom) expectSurvivedAfterEarlierFailure(judged, guarantee, { assumptions, units, times });
}

/** One attempt fails before the failure begins, and an interval that it begins ends while a request is in progress. */
function expectSurvivedAfterEarlierFailure(
  judged: Judged,
  guarantee: Guarantee,
  { assumptions, units, times }: AnyArrivals,
): void {
  const faults = lasting(judged.faultsOf(guarantee));
  const { rules } = judged.proved.game;
  const intervals = guarantee.failure.backends.map((backend) => rules.get(backend)?.interval ?? 0);
  const longest = milliseconds(guarantee.longest);
  const starts = times.map((time, index) => intervals[index % intervals.length] - (time % (longest + 1)));
  for (const from of starts.filter((start) => start > 1)) {
    const phases = [
      { from: 0, faults },
      { from: 1, faults: new Map<string, Fault>() },
      { from, faults },
    ];
    const requests = [0, from, from];
    const [, ...exchanges] = repeat(judged.engine(assumptions, units), { phases, requests });
    const error = exchanges.find((each) => !isAnswered(each));
    expect([say(guarantee), from, error]).toEqual([say(guarantee), from, undefined]);
  }
}

function retriesHealthy({ retry }: ApiModel): boolean {
  return retry?.decision?.({ statusCode: 200, isAnswer: true, lastError: null }) === 'retried';
}
