import {
  BreakerRule,
  DEFAULT_ASSUMPTIONS,
  Course,
  Fault,
  failingSets,
  FailureGround,
  FailureKind,
  failureKinds,
  Guarantee,
  instancesToPlay,
  isFailureOf,
  passedOn,
  PlayedExchange,
  priorityGroups,
  Proof,
  RetryDecision,
  ruleKey,
  Subject,
} from '../../lib/failover';
import type { CompiledService } from '../engine/compiled-service';
import type { Target } from '../engine/exchange';
import type { ProofCase } from './case';
import { SimulatedGateway } from './simulated-gateway';

/** What is proved of one case. */
export interface CaseProof {
  /** The backends by priority, the first to be used first. */
  readonly groups: readonly (readonly string[])[];
  /** The pool that they are in; undefined where policies choose among backends themselves. */
  readonly pool: string | undefined;
  /** The status codes of errors that are passed on as answers. */
  readonly passedOn: string;
  readonly guarantees: readonly Guarantee[];
  /** What the client gets where policies answer before any backend is reached; left out where one is. */
  readonly unreached?: number;
}

/** Decides what the retry conditions of a case say. */
export type Decide = (condition: string) => RetryDecision | undefined;

/** Runs a case's request through the policies under every failure. */
export function proveCase(compiled: CompiledService, given: ProofCase, decide: Decide): CaseProof {
  return new CaseProver(compiled, given, decide).prove();
}

/** A condition of which nothing is known: each status may be retried. */
const UNKNOWN_DECISION: RetryDecision = () => 'depends';

/** More rounds than this do not find new backends. */
const MOST_ROUNDS = 10;

class CaseProver {
  private target: Target | undefined;

  constructor(
    private readonly compiled: CompiledService,
    private readonly given: ProofCase,
    private readonly decide: Decide,
  ) {}

  prove(): CaseProof {
    const healthy = this.send(new Map());
    const { target } = this;
    const pool = target?.kind === 'pool' ? target.pool.model : undefined;
    if (healthy.attempts.length === 0) {
      return { groups: [], pool: pool?.name, passedOn: '', guarantees: [], unreached: healthy.statusCode };
    }
    const groups = this.discover([
      ...(pool ? (priorityGroups(pool) ?? []).map(({ members }) => members.map(({ backend }) => backend.name)) : []),
      healthy.attempts.map(({ backend }) => backend),
    ]);
    const ground = this.groundOf(groups.flat());
    const subject = this.subjectOf(groups, healthy.statusCode, failureKinds(ground), pool);
    return {
      groups,
      pool: pool?.name,
      passedOn: passedOn(ground),
      guarantees: failingSets(groups, subject.kindOf).flatMap((backends) =>
        subject.kinds
          .filter((kind) => backends.every((backend) => isFailureOf(kind, this.compiled.plan.rules.get(backend), ground)))
          .map((kind) => new Proof(subject, backends, kind).guarantee()),
      ),
    };
  }

  /** The backends that requests reach while all that are known fail: a policy may turn to others. */
  private discover(known: readonly (readonly string[])[]): string[][] {
    const groups: string[][] = [];
    const add = (names: readonly string[]): boolean => {
      const found = [...new Set(names)].filter((name) => !groups.flat().includes(name));
      if (found.length > 0) groups.push(found);
      return found.length > 0;
    };
    known.forEach(add);
    const probes: readonly Fault[] = [{ refuses: true }, ...[503, 429, 500].map((statusCode) => ({ statusCode }))];
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const reached = probes.flatMap((fault) =>
        this.send(new Map(groups.flat().map((name) => [name, fault]))).attempts.map(({ backend }) => backend),
      );
      if (!add(reached)) break;
    }
    return groups;
  }

  private groundOf(backends: readonly string[]): FailureGround {
    const { rules } = this.compiled.plan;
    const conditions = this.given.elements
      .filter(({ name }) => name === 'retry')
      .map(({ attributes }) => attributes.condition ?? '');
    const [first] = backends;
    const hanging = this.send(new Map([[first, { hangs: true }]]));
    return {
      rules: backends.flatMap((name) => rules.get(name) ?? []),
      decisions: [...new Set(conditions)].map((condition) => this.decide(condition) ?? UNKNOWN_DECISION),
      timeout: hanging.attempts.find(({ backend }) => backend === first)?.duration ?? 0,
    };
  }

  private subjectOf(
    groups: readonly (readonly string[])[],
    healthyStatus: number,
    kinds: readonly FailureKind[],
    pool:
      | { readonly members: readonly { readonly backend: { readonly name: string }; readonly weight?: unknown }[] }
      | undefined,
  ): Subject {
    const { rules } = this.compiled.plan;
    const weights = new Map(pool?.members.map(({ backend, weight }) => [backend.name, weight]));
    const ruleOf = (backend: string): BreakerRule | undefined => rules.get(backend);
    return {
      groups,
      // Outside of a pool, policies tell backends apart by their names.
      kindOf: (backend) =>
        weights.has(backend) ? `${String(weights.get(backend))} ${ruleKey(ruleOf(backend))}` : backend,
      kinds,
      failuresToOpen: (backends) => backends.reduce((sum, backend) => sum + (ruleOf(backend)?.count ?? 0), 0),
      longestInterval: Math.max(0, ...groups.flat().map((backend) => ruleOf(backend)?.interval ?? 0)),
      units: instancesToPlay(this.compiled.service.skuName),
      healthyStatus,
      start: (assumptions, units) => new SimulatedGateway(this.compiled, this.given.request, assumptions, units),
    };
  }

  /** Sends the request to a gateway that begins afresh. */
  private send(faults: ReadonlyMap<string, Fault>): PlayedExchange {
    const { compiled, given } = this;
    const course = new Course(
      new SimulatedGateway(compiled, given.request, DEFAULT_ASSUMPTIONS, 1, ({ target }) => (this.target = target)),
    );
    course.fail(faults);
    return course.send()[0].exchange;
  }
}
