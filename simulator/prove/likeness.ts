import { instancesToPlay, renamed, ruleKey } from '../../lib/failover';
import type { PolicyElement } from '../../lib/policy';
import type { CompiledService } from '../engine/compiled-service';
import type { ProofCase } from './case';
import type { CaseProof } from './prove-case';

/** What policies may read that differs from API to API. */
const ASKS_WHO_IT_IS =
  /\bcontext\s*\.\s*(Api|Operation|Product|Subscription|User|Request|RequestId|Backend|Deployment)\b/;

/** Policies that take something from the request or from elsewhere. */
const SELF_CONTAINED = new Set(
  [
    'policies',
    'inbound',
    'backend',
    'outbound',
    'on-error',
    'base',
    'retry',
    'forward-request',
    'set-backend-service',
  ].concat([
    'set-variable',
    'set-header',
    'value',
    'choose',
    'when',
    'otherwise',
    'rewrite-uri',
    'authentication-managed-identity',
  ]),
);

/** What two cases have in common that differ by the names of their backends and pools alone. */
export class Likeness {
  /** Equal for cases to which the same happens. */
  readonly key: string;
  /** The backends and pools that the policies name, in the order in which they do, and the pools' members. */
  readonly names: readonly string[];
  private readonly places = new Map<string, number>();

  constructor(
    private readonly compiled: CompiledService,
    { api, operation, documents, elements, region, request }: ProofCase,
  ) {
    const policies = documents.map(({ document }) => this.plain(document));
    const isOwn =
      elements.some(({ name }) => !SELF_CONTAINED.has(name)) || ASKS_WHO_IT_IS.test(JSON.stringify(policies));
    const own = isOwn ? [compiled.service.name, api.name, operation.id, request] : [];
    const { skuName } = compiled.service;
    const url = api.serviceUrl === undefined ? [] : [compiled.service.name, api.name];
    const parts = [
      policies,
      region,
      request.method,
      request.body !== undefined,
      instancesToPlay(skuName),
      skuName,
      own,
      url,
    ];
    this.key = JSON.stringify([...parts, [...this.places.keys()].map((name) => this.described(name))]);
    this.names = [...this.places.keys()];
  }

  /** A proof of a case that is alike, under the names of this one. */
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

  /** The policy with numbers for the names of backends and pools, and without its place. */
  private plain({ name, attributes, children }: PolicyElement): unknown {
    const texts = Object.entries(attributes).map(([key, value]) => [key, this.numbered(value)]);
    const below = children.map((child) => (child.kind === 'element' ? this.plain(child) : this.numbered(child.value)));
    return [name, texts, below];
  }

  private numbered(text: string): string {
    return text.replace(/[\w-]+/g, (word) => {
      const target = this.compiled.plan.target(word);
      if (!target || target.kind === 'url') return word;
      if (target.kind === 'pool') target.pool.model.members.forEach(({ backend }) => this.placeOf(backend.name));
      const { name } = target.kind === 'pool' ? target.pool.model : target.backend.model;
      return `#${this.placeOf(name)}`;
    });
  }

  private placeOf(name: string): number {
    let place = this.places.get(name);
    if (place === undefined) this.places.set(name, (place = this.places.size));
    return place;
  }

  /** All that decides what a backend or pool does. */
  private described(name: string): unknown {
    const target = this.compiled.plan.target(name);
    if (target?.kind !== 'pool') return ruleKey(this.compiled.plan.rules.get(name));
    const { model, failureResponse, sessionAffinity } = target.pool;
    const members = model.members.map(({ backend, priority, weight }) => [
      this.placeOf(backend.name),
      priority,
      weight,
    ]);
    return [members, failureResponse, sessionAffinity];
  }
}
