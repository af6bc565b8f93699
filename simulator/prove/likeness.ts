import { instancesToPlay, renamed, ruleKey } from '../../lib/failover';
import { holdsExpression, PolicyElement } from '../../lib/policy';
import type { DeployedApi } from '../deployment';
import { fragmentOf } from '../deployment/fragments';
import type { CompiledService } from '../engine/compiled-service';
import type { Target } from '../engine/target';
import { SimulationError } from '../common/simulation-error';
import { backendsAt } from './backends-at';
import type { ProofCase } from './case';
import { tellsApart } from './expressions-in';
import { NOT_PLAYED } from './not-played';
import type { CaseProof } from './prove-case';

/** Policies that behave the same for every request if their expressions do. */
const SELF_CONTAINED = new Set([
  ...['policies', 'inbound', 'backend', 'outbound', 'on-error', 'base', 'fragment', 'include-fragment'],
  ...['retry', 'forward-request', 'set-backend-service', 'choose', 'when', 'otherwise'],
  ...['set-variable', 'set-header', 'set-query-parameter', 'value', 'rewrite-uri', 'authentication-managed-identity'],
  ...['return-response', 'set-status', 'trace', 'message', 'metadata', ...NOT_PLAYED],
]);

/**
 * Identifies cases that differ only in the names of their backends and pools.
 *
 * Cases share a key only if names certainly do not affect the result. A case is unique if its policies read which API
 * or request they run for, or compute the name of a backend.
 */
export class Likeness {
  /** Equal for cases with the same behavior; undefined for a unique case. */
  readonly key: string | undefined;
  /** The backends and pools that the policies refer to, in order, with the members of the pools. */
  readonly names: readonly string[];
  private readonly places = new Map<string, number>();
  private readonly fragments = new Map<PolicyElement, number>();

  constructor(
    private readonly compiled: CompiledService,
    given: ProofCase,
  ) {
    this.key = this.isOwn(given) ? undefined : this.keyOf(given);
    this.names = [...this.places.keys()];
  }

  /** Returns the proof of an equivalent case with the names of this case. */
  renamed(proof: CaseProof, names: readonly string[]): CaseProof {
    const translation = new Map(names.map((name, index) => [name, this.names[index]]));
    const name = (given: string): string => translation.get(given) ?? given;
    return {
      ...proof,
      pool: proof.pool === undefined ? undefined : name(proof.pool),
      groups: proof.groups.map((members) => members.map(name)),
      guarantees: proof.guarantees.map((each) => renamed(each, name)),
    };
  }

  private isOwn({ elements }: ProofCase): boolean {
    return (
      elements.some(({ name }) => !SELF_CONTAINED.has(name)) ||
      tellsApart(elements) ||
      elements.some(({ name, attributes }) => name === 'set-backend-service' && isOwnTarget(attributes))
    );
  }

  private keyOf({ api, documents, region, request }: ProofCase): string | undefined {
    const { skuName } = this.compiled.service;
    const policies = documents.map(({ scope, document }) => [scope, this.plain(document)]);
    const fragments: unknown[] = [];
    // A fragment can include others.
    for (const document of this.fragments.keys()) fragments.push(this.plain(document));
    const targets: unknown[] = [];
    // A pool adds its members.
    for (const name of this.places.keys()) targets.push(this.described(name));
    // A session affinity cookie contains the name of a member.
    if ([...this.places.keys()].some((name) => this.isBinding(name))) return undefined;
    return JSON.stringify([
      ...[policies, fragments, targets, region, request.method, request.body !== undefined],
      ...[skuName, instancesToPlay(skuName), this.hostOf(api)],
    ]);
  }

  /** Returns the host of the service URL of the API, and the backends at this host. */
  private hostOf({ serviceUrl }: DeployedApi): unknown {
    if (serviceUrl === undefined || !URL.canParse(serviceUrl)) return serviceUrl;
    const { host } = new URL(serviceUrl);
    return [host, backendsAt(this.compiled.service, host)];
  }

  /** Returns the policy without its position, with names of backends, pools and fragments replaced by numbers. */
  private plain({ name, attributes, children }: PolicyElement): unknown {
    const texts = Object.entries(attributes).map(([key, value]) => [key, this.numbered(name, key, value)]);
    const below = children.map((child) => (child.kind === 'element' ? this.plain(child) : child.value));
    return [name, texts, below];
  }

  private numbered(policy: string, attribute: string, value: string): string | number {
    if (policy === 'include-fragment' && attribute === 'fragment-id') {
      const document = fragmentOf(this.compiled.service, value)?.policy.document;
      return document ? numberIn(this.fragments, document) : value;
    }
    const target = policy === 'set-backend-service' && attribute === 'backend-id' ? this.target(value) : undefined;
    return target ? numberIn(this.places, nameOf(target)) : value;
  }

  private target(name: string): Exclude<Target, { kind: 'url' }> | undefined {
    const target = this.compiled.plan.target(name);
    return target?.kind === 'url' ? undefined : target;
  }

  /** Returns everything that determines the behavior of a backend or pool. */
  private described(name: string): unknown {
    const target = this.target(name);
    // A member that is deployed elsewhere.
    if (!target) return null;
    const known = this.isKnown(target);
    if (target.kind === 'backend') {
      return [ruleKey(this.compiled.plan.rules.get(name)), target.backend.failureResponse, known];
    }
    const { model, failureResponse } = target.pool;
    const members = model.members.map(({ backend, priority, weight }) => [
      numberIn(this.places, backend.name),
      priority,
      weight,
    ]);
    return [members, failureResponse, known];
  }

  private isBinding(name: string): boolean {
    const target = this.target(name);
    return target?.kind === 'pool' && target.pool.sessionAffinity !== undefined;
  }

  private isKnown(target: Target): boolean {
    try {
      this.compiled.plan.checkKnown(target);
      return true;
    } catch (error) {
      if (error instanceof SimulationError) return false;
      throw error;
    }
  }
}

/** Returns whether the name of the target is computed, or the target is reached by URL. */
function isOwnTarget(attributes: Readonly<Record<string, string>>): boolean {
  return 'base-url' in attributes || Object.values(attributes).some(holdsExpression);
}

function nameOf(target: Exclude<Target, { kind: 'url' }>): string {
  return target.kind === 'pool' ? target.pool.model.name : target.backend.model.name;
}

/** Returns the number of an item, assigned in order of first use. */
function numberIn<T>(numbers: Map<T, number>, thing: T): number {
  const known = numbers.get(thing);
  if (known !== undefined) return known;
  numbers.set(thing, numbers.size);
  return numbers.size - 1;
}
