import {
  BreakerRule,
  Course,
  DEFAULT_ASSUMPTIONS,
  FailureGround,
  FailureKind,
  failureKinds,
  Fault,
  FIRST_ERROR,
  GatewayAssumptions,
  Guarantee,
  instancesToPlay,
  MOST_IN_EVERY_SET,
  passedOn,
  PlayLimit,
  PoolModel,
  priorityGroups,
  proveFailures,
  RetryDecision,
  ruleKey,
  Subject,
  TIMEOUT,
  turnsOf,
  underEveryAssumption,
} from '../../lib/failover';
import type { PolicyElement } from '../../lib/policy';
import { type Decide, failsOnStatus } from '../check/policy-values';
import type { CompiledService } from '../engine/compiled-service';
import type { Exchange } from '../engine/exchange';
import { policyErrorText } from '../engine/policy-error-text';
import { SimulationError } from '../common/simulation-error';
import { whyUncertain } from './backends-at';
import type { ProofCase } from './case';
import { decisionsOf } from './decisions-of';
import { tellsApart } from './expressions-in';
import { Observed, tellsStatusCodesApart } from './observed';
import { whyNotInRegion } from './regions';
import { SimulatedGateway } from './simulated-gateway';

/** The proof of a case. */
export interface CaseProof {
  /** The backends by priority, in order of use. */
  readonly groups: readonly (readonly string[])[];
  /** The pool that requests go to first; undefined if policies select backends themselves. */
  readonly pool: string | undefined;
  /** The error status codes that are returned to clients. */
  readonly passedOn: string;
  readonly guarantees: readonly Guarantee[];
  /** The simulated faults, by the way in which backends fail. */
  readonly faults: ReadonlyMap<string, Fault>;
  /** The hosts that policies call, or forward to by URL. */
  readonly hosts: readonly string[];
  /** The assumptions that were read. */
  readonly asked: ReadonlySet<keyof GatewayAssumptions>;
  /** The number of failures that are not simulated because they take too many attempts. */
  readonly unplayed: number;
}

/**
 * Runs a case's request through the policies under every failure.
 *
 * @param whole the limit of simulated attempts of all cases together
 * @throws SimulationError that states why nothing can be proved.
 * @throws NotPlayedError if even the start of the proof exceeds the limit.
 */
export function proveCase(compiled: CompiledService, given: ProofCase, decide: Decide, whole?: PlayLimit): CaseProof {
  return new CaseProver(compiled, given, decide, whole).prove();
}

/** The maximum number of attempts of a case, which take some seconds. */
const MOST_ATTEMPTS = 300_000;
/** The maximum number of rounds to discover backends. */
const MOST_ROUNDS = 10;
const EVER_MORE = `its requests reach further backends or hosts in each of ${MOST_ROUNDS} rounds of failures`;
/** The number of consecutive requests to discover backends behind circuits that open. */
const REQUESTS_TO_PROBE = 3;

class CaseProver {
  private readonly hosts = new Set<string>();
  private readonly called = (host: string): void => void this.hosts.add(host);
  private readonly limit: PlayLimit;

  constructor(
    private readonly compiled: CompiledService,
    private readonly given: ProofCase,
    private readonly decide: Decide,
    whole: PlayLimit | undefined,
  ) {
    this.limit = new PlayLimit(MOST_ATTEMPTS, whole);
  }

  prove(): CaseProof {
    const why = whyNotInRegion(this.given.region, this.given.elements);
    if (why !== undefined) throw new SimulationError([why]);
    const [healthy] = this.send(new Map());
    const { attempts } = healthy;
    if (attempts.length === 0 || healthy.answer().statusCode >= FIRST_ERROR) {
      throw new SimulationError([whyNot(healthy, this.given.elements)]);
    }
    const pool = this.poolOf(healthy.target?.kind === 'pool' ? healthy.target.pool.model.name : attempts[0].pool);
    const { groups, ground } = this.discover(healthy);
    return this.proveFor(groups, ground, this.healthyStatuses(), pool);
  }

  /** Returns the statuses that a client receives while every backend is healthy, without errors. */
  private healthyStatuses(): ReadonlySet<number> {
    const runs = underEveryAssumption((assumptions) => this.send(new Map(), 1, assumptions)[0].answer().statusCode);
    return new Set(runs.map(({ result }) => result).filter((statusCode) => statusCode < FIRST_ERROR));
  }

  /** Proves the failures of the backends, and of others that requests reach only under other assumptions. */
  private proveFor(
    groups: readonly (readonly string[])[],
    ground: FailureGround,
    healthyStatuses: ReadonlySet<number>,
    pool: PoolModel | undefined,
    rounds = MOST_ROUNDS,
  ): CaseProof {
    this.checkHosts(groups.flat());
    const kinds = failureKinds(ground);
    const reached = [...groups];
    const known = new Set(groups.flat());
    const done = ({ attempts }: Exchange): void => {
      if (!attempts.every(({ backend }) => known.has(backend))) this.addReached(attempts, reached);
    };
    const subject = this.subjectOf(groups, healthyStatuses, kinds, pool, done);
    const { guarantees, asked, unplayed } = proveFailures(subject, ground);
    // Under other assumptions, policies can call other hosts.
    this.checkHosts(groups.flat());
    if (reached.length > groups.length) {
      if (rounds === 0) throw new SimulationError([EVER_MORE]);
      return this.proveFor(reached, this.groundOf(reached.flat()), healthyStatuses, pool, rounds - 1);
    }
    return {
      ...{ groups, pool: pool?.name, passedOn: passedOn(ground), guarantees, asked, unplayed },
      faults: new Map(kinds.map(({ how, fault }) => [how, fault])),
      hosts: [...this.hosts].sort(),
    };
  }

  /** Discovers the backends that requests reach while all known backends fail: policies can fail over to others. */
  private discover(healthy: Exchange): { readonly groups: readonly string[][]; readonly ground: FailureGround } {
    const groups: string[][] = [];
    const add = (exchanges: readonly Exchange[]): boolean => {
      const before = groups.length;
      for (const { attempts } of exchanges) this.addReached(attempts, groups);
      return groups.length > before;
    };
    add([healthy]);
    let ground = this.groundOf(groups.flat());
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const failing = groups.flat();
      const probe = (fault: Fault): Exchange[] =>
        this.send(new Map(failing.map((name) => [name, fault])), REQUESTS_TO_PROBE);
      if (!add(faultsToProbe(ground).flatMap(probe))) return { groups, ground };
      ground = this.groundOf(groups.flat());
    }
    throw new SimulationError([EVER_MORE]);
  }

  /** @throws SimulationError if it is not known whether a host and a backend fail together. */
  private checkHosts(reached: readonly string[]): void {
    const { service, plan } = this.compiled;
    const forwarded = reached.filter((name) => plan.target(name) === undefined);
    const why = whyUncertain(service, reached, forwarded, [...forwarded, ...this.hosts]);
    if (why !== undefined) throw new SimulationError([`${why}: their failover cannot be simulated`]);
  }

  /** Adds the backends of attempts that are new, with the other members of their pools, by priority. */
  private addReached(attempts: Exchange['attempts'], groups: (readonly string[])[]): void {
    for (const { backend, pool } of attempts) {
      const model = this.poolOf(pool);
      const members = model && priorityGroups(model)?.map((group) => group.members.map((each) => each.backend.name));
      for (const group of members ?? [[backend]]) {
        const found = [...new Set(group)].filter((name) => !groups.flat().includes(name));
        if (found.length > 0) groups.push(found);
      }
    }
  }

  private poolOf(name: string | undefined): PoolModel | undefined {
    const target = name === undefined ? undefined : this.compiled.plan.target(name);
    return target?.kind === 'pool' ? target.pool.model : undefined;
  }

  private ruleOf(backend: string): BreakerRule | undefined {
    return this.compiled.plan.rules.get(backend);
  }

  private groundOf(backends: readonly string[]): FailureGround {
    const { elements } = this.given;
    const observed = new Observed((statusCode, assumptions) => {
      const faults = new Map(backends.map((name) => [name, { statusCode }]));
      return this.send(faults, 1, assumptions)[0];
    });
    const decisions = decisionsOf(this.compiled.service, elements, this.decide);
    const setsError = elements.some((element) => element.name === 'forward-request' && failsOnStatus(element));
    const isObserved = setsError || tellsStatusCodesApart(elements);
    const [hanging] = this.send(new Map(backends.map((name) => [name, { hangs: true }])));
    return {
      rules: backends.flatMap((name) => this.ruleOf(name) ?? []),
      decisions: decisions.map((decide): RetryDecision => (seen) => {
        const decision = setsError && seen.isAnswer ? 'depends' : decide(seen);
        return decision === 'depends' && seen.statusCode !== null ? observed.decision(seen.statusCode) : decision;
      }),
      behaviorOf: (statusCode) => {
        const seen = { statusCode, isAnswer: true, lastError: null };
        const isCertain = !isObserved && decisions.every((decide) => decide(seen) !== 'depends');
        return isCertain ? '' : observed.behavior(statusCode);
      },
      timeout: hanging.attempts.find(({ reason }) => reason === TIMEOUT)?.duration ?? 0,
    };
  }

  private subjectOf(
    groups: readonly (readonly string[])[],
    healthyStatuses: ReadonlySet<number>,
    kinds: readonly FailureKind[],
    pool: PoolModel | undefined,
    done: (exchange: Exchange) => void,
  ): Subject {
    const { limit, called } = this;
    const weights = new Map(pool?.members.map(({ backend, weight }) => [backend.name, weight]));
    // Each backend is its own kind, except in a large pool, where there would be too many. Outside of a pool, policies
    // distinguish backends by name.
    const isSmall = groups.flat().length <= MOST_IN_EVERY_SET;
    return {
      groups,
      kindOf: (backend) =>
        isSmall || !weights.has(backend) ? backend : `${String(weights.get(backend))} ${ruleKey(this.ruleOf(backend))}`,
      kinds,
      mayBeIdle: (backend) => weights.get(backend) === 0,
      ruleOf: (backend) => this.ruleOf(backend),
      turns: turnsOf(pool?.members ?? []),
      units: instancesToPlay(this.compiled.service.skuName),
      healthyStatuses,
      start: (assumptions, units, change) =>
        new SimulatedGateway(this.compiled, this.given.request, assumptions, units, { limit, change, done, called }),
      limit,
    };
  }

  /** Sends consecutive requests to a new gateway. */
  private send(faults: ReadonlyMap<string, Fault>, count = 1, assumptions = DEFAULT_ASSUMPTIONS): Exchange[] {
    const exchanges: Exchange[] = [];
    const gateway = new SimulatedGateway(this.compiled, this.given.request, assumptions, 1, {
      limit: this.limit,
      done: (exchange) => void exchanges.push(exchange),
      called: this.called,
    });
    const course = new Course(gateway);
    course.fail(faults);
    for (let sent = 0; sent < count; sent++) course.send();
    return exchanges;
  }
}

/** Faults to probe regardless of the conditions of policies. */
const PLAIN_FAULTS: readonly Fault[] = [{ refuses: true }, ...[503, 429, 500].map((statusCode) => ({ statusCode }))];

/** Returns each fault once, excluding slow and intermittent ones. */
function faultsToProbe(ground: FailureGround): Fault[] {
  const faults = failureKinds(ground)
    .map(({ fault }) => fault)
    .filter(({ latency, flaps }) => latency === undefined && flaps === undefined);
  return [...new Map([...faults, ...PLAIN_FAULTS].map((fault) => [JSON.stringify(fault), fault])).values()];
}

/**
 * Returns why a request cannot be proved: it receives an error while every backend is healthy, or reaches no backend.
 */
function whyNot(healthy: Exchange, elements: readonly PolicyElement[]): string {
  const { attempts, errors } = healthy;
  const { statusCode } = healthy.answer();
  const what =
    attempts.length === 0
      ? `the policies answer ${statusCode} before a request reaches a backend`
      : `a client receives ${statusCode} although every backend is healthy`;
  const [error] = errors;
  if (!error) return `${what}; ${ANOTHER_REQUEST}`;
  // Expressions read the claims of a token from the variable that validate-jwt sets.
  const mayDepend = tellsApart(elements) || elements.some(({ name }) => name.startsWith('validate-'));
  const advice = mayDepend
    ? `correct the policy or what it refers to; ${ANOTHER_REQUEST}`
    : 'correct the policy or what it refers to; other requests do not help';
  return `${what}, because a policy fails: ${policyErrorText(error).replace(/\.$/, '')}; ${advice}`;
}

const ANOTHER_REQUEST = 'if the result depends on the request, provide another one with --requests';
