import {
  ApiModel,
  attributeFaults,
  describeFault,
  FailoverModel,
  OnlyRun,
  PoolModel,
  RetryDecision,
} from '../../lib/failover';
import { redactName, shownText } from '../../lib/messages';
import { certainForwards, childElements, holdsExpression, onlyRunOf, PolicyElement } from '../../lib/policy';
import type { DeployedApi, DeployedProduct, DeployedService, Deployment } from '../deployment/deployment';
import { documentsFor, effectiveOf, EffectivePolicy, ScopedDocument, sectionOf } from '../deployment/effective-policy';
import { allElements, fragmentOf } from '../deployment/fragments';
import { whyUnknown } from '../deployment/why-unknown';
import { backendIdOf, canLeavePools, ForwardPath, ForwardPaths } from './forward-paths';
import { Decide, DEFAULT_TIMEOUT, retryModelOf, timeoutOf, buffersBody, stringsIn } from './policy-values';

/** Returns the failover model of a deployment, for the checks. */
export function failoverModelOf({ services, declarations }: Deployment, decide: Decide): FailoverModel {
  const decisions = new Map<string, RetryDecision | undefined>();
  const decideOnce = (condition: string): RetryDecision | undefined => {
    if (!decisions.has(condition)) decisions.set(condition, decide(condition));
    return decisions.get(condition);
  };
  return {
    // A backend that is deployed elsewhere cannot be checked.
    backends: services.flatMap(({ backends }) =>
      backends.map(({ model }) => model).filter(({ breaker }) => breaker !== 'unknown'),
    ),
    pools: services.flatMap(({ pools }) => pools.map(({ model }) => model)),
    apis: services.flatMap((service) => new Apis(service, decideOnce).models()),
    declarations,
  };
}

/** The scopes of the policies that only affect one API. */
const OWN_SCOPES: ReadonlySet<string> = new Set(['api', 'operation']);

/** The APIs of a service. Operations with the same behavior share a model. */
class Apis {
  private readonly pools: ReadonlyMap<string, PoolModel>;
  private readonly backends: ReadonlySet<string>;
  private readonly paths: ForwardPaths;
  /** The products that have policies, by the names of their APIs. */
  private readonly products = new Map<string, DeployedProduct[]>();
  private readonly backendIds = new Map<PolicyElement, readonly string[]>();
  private readonly attributeFaults = new Map<PolicyElement, readonly string[]>();
  private readonly elements = new Map<PolicyElement, readonly PolicyElement[]>();

  constructor(
    private readonly service: DeployedService,
    private readonly decide: Decide,
  ) {
    this.pools = new Map(service.pools.map((pool) => [pool.model.name.toLowerCase(), pool.model]));
    this.backends = new Set(service.backends.map(({ model }) => model.name.toLowerCase()));
    this.paths = new ForwardPaths(service);
    for (const product of service.products) {
      if (!product.policy) continue;
      for (const api of product.apis.map((name) => name.toLowerCase())) {
        this.products.set(api, [...(this.products.get(api) ?? []), product]);
      }
    }
  }

  models(): ApiModel[] {
    return this.service.apis.flatMap((api) => this.modelsOf(api));
  }

  private modelsOf(api: DeployedApi): ApiModel[] {
    // A policy that is not known can do anything.
    const variants = this.variantsOf(api).filter(
      ({ documents }) => whyUnknown(this.service, api, documents) === undefined,
    );
    const found = variants.flatMap(({ documents, methods }) =>
      this.modelsFor(api, documents).map((routed) => ({ ...routed, methods })),
    );
    const isKnown = api.operations !== 'unknown';
    const distinct = found.length < 2 ? found : merged(found);
    return distinct.map(({ model, methods }) => (isKnown ? { ...model, methods: [...methods] } : model));
  }

  /** Returns the policy documents in effect for the operations of an API, with the methods of those operations. */
  private variantsOf(api: DeployedApi): Variant[] {
    const byDocuments = new Map<string, Variant>();
    const inProducts = this.products.get(api.name.toLowerCase()) ?? [];
    for (const { id, method } of operationsOf(api)) {
      for (const product of [undefined, ...inProducts]) {
        const documents = documentsFor(this.service, api, id, product);
        const key = documents.map(({ address }) => address).join('\n');
        const same = byDocuments.get(key) ?? { documents, methods: new Set() };
        if (method !== undefined) same.methods.add(method);
        byDocuments.set(key, same);
      }
    }
    return [...byDocuments.values()];
  }

  /** Returns a model for each place where the documents forward a request, or one model if they do not forward. */
  private modelsFor(api: DeployedApi, documents: readonly ScopedDocument[]): Routed[] {
    const effective = effectiveOf(documents);
    const forwarding = [...effective.inbound, ...effective.backend];
    const policies = forwarding.map(({ policy }) => policy);
    const paths = this.paths.of(policies);
    const named = () => this.namesIn(effective);
    const faults = this.faultsIn(effective);
    const shared = {
      name: api.name,
      service: { key: this.service.name.toLowerCase(), skuName: this.service.skuName },
      ...(faults.length > 0 && { attributeFaults: faults }),
      ...this.missing(effective),
      backendSectionChildren: Math.max(...documents.map(({ document }) => sectionOf(document, 'backend').length)),
    };
    if (paths.length === 0) {
      return [
        {
          model: {
            ...shared,
            address: api.address,
            pools: [],
            forwardTimeout: DEFAULT_TIMEOUT,
            bufferRequestBody: false,
          },
        },
      ];
    }
    return paths.map((path) => {
      const outer = forwarding.find(({ policy }) => this.elementsIn(policy).includes(path.forward));
      const onlyRun = this.onlyRun(path, policies);
      const retry = path.retry && retryModelOf(path.retry, path.forward, this.decide);
      const pools = this.poolsOf(path.targets.set, named);
      return {
        path,
        model: {
          ...shared,
          // A broader policy is that of other APIs, too.
          address: outer && OWN_SCOPES.has(outer.scope) ? outer.address : api.address,
          pools,
          ...(!onlyRun &&
            pools.length > 0 &&
            canLeavePools(path.targets, this.backends, this.pools) && { sentElsewhere: 'some' as const }),
          ...(retry && { retry: path.isNested ? { ...retry, count: 'unknown' } : retry }),
          ...(onlyRun && { onlyRun }),
          forwardTimeout: timeoutOf(path.forward),
          bufferRequestBody: buffersBody(path.forward) || (path.retry !== undefined && this.restoresBody(path.retry)),
          ...(path.choosesAgain && { choosesPoolAgain: true }),
          ...(path.retry && { forwardsPerAttempt: this.certainForwards(path.retry) }),
        },
      };
    });
  }

  /**
   * An expression can select any pool that it names. If it names none, it can select any pool that the surrounding
   * policies name.
   */
  private poolsOf(targets: ReadonlySet<string>, named: () => ReadonlySet<string>): PoolModel[] {
    const names = [...targets].flatMap((target) => {
      if (!holdsExpression(target)) return [target];
      const own = stringsIn(target).filter((name) => this.exists(name));
      return own.length > 0 ? own : [...named()];
    });
    return [...new Set(names.flatMap((name) => this.pools.get(name.toLowerCase()) ?? []))];
  }

  /** A service that is deployed elsewhere can have backends that are not declared here. */
  private missing(effective: EffectivePolicy): Pick<ApiModel, 'missingBackends' | 'undeclaredBackends'> {
    const names = this.missingIn(effective);
    if (names.length === 0 || !this.service.isElsewhere) return { missingBackends: names };
    return { missingBackends: [], undeclaredBackends: names };
  }

  private missingIn(effective: EffectivePolicy): string[] {
    const { inbound, backend, outbound, onError } = effective;
    const ids = [...inbound, ...backend, ...outbound, ...onError].flatMap(({ policy }) => this.backendIdsIn(policy));
    const missing = [...new Set(ids)].filter((id) => !this.exists(id) && !holdsExpression(id));
    return missing.map(redactName);
  }

  /** Returns the values that API Management does not accept. */
  private faultsIn({ inbound, backend, outbound, onError }: EffectivePolicy): string[] {
    const faults = [...inbound, ...backend, ...outbound, ...onError].flatMap(({ policy }) => this.faultsOf(policy));
    return [...new Set(faults)];
  }

  private faultsOf(policy: PolicyElement): readonly string[] {
    const known = this.attributeFaults.get(policy);
    if (known) return known;
    const faults = this.elementsIn(policy)
      .flatMap(attributeFaults)
      .map((fault) => describeFault(fault, shownText));
    this.attributeFaults.set(policy, faults);
    return faults;
  }

  private backendIdsIn(policy: PolicyElement): readonly string[] {
    const known = this.backendIds.get(policy);
    if (known) return known;
    const ids = this.elementsIn(policy).flatMap((element) =>
      element.name === 'set-backend-service' ? (backendIdOf(element) ?? []) : [],
    );
    this.backendIds.set(policy, ids);
    return ids;
  }

  private namesIn(effective: EffectivePolicy): ReadonlySet<string> {
    const policies = Object.values(effective).flat() as readonly { readonly policy: PolicyElement }[];
    const elements = policies.flatMap(({ policy }) => this.elementsIn(policy));
    return new Set(
      elements.flatMap(({ attributes, children }) => [
        ...Object.values(attributes).flatMap(stringsIn),
        ...children.flatMap((child) => (child.kind === 'text' ? stringsIn(child.value) : [])),
      ]),
    );
  }

  /**
   * Returns the policy, its descendants and the policies of included fragments. Cached, since many APIs share broader
   * policies.
   */
  private elementsIn(policy: PolicyElement): readonly PolicyElement[] {
    let elements = this.elements.get(policy);
    if (!elements) this.elements.set(policy, (elements = allElements(this.service, policy)));
    return elements;
  }

  /** Returns what the policies do that the model does not cover. */
  private onlyRun(path: ForwardPath, policies: readonly PolicyElement[]): OnlyRun | undefined {
    const { retry, isNested = false } = path;
    return isNested ? 'nests retries' : onlyRunOf(retry && this.childrenOf(retry), policies, this.childrenOf);
  }

  private certainForwards(retry: PolicyElement): number {
    return certainForwards(this.childrenOf(retry), this.childrenOf);
  }

  /** Returns the children of an element, with included fragments inserted. */
  private readonly childrenOf = (policy: PolicyElement): readonly PolicyElement[] =>
    childElements(policy).flatMap((child) => {
      if (child.name !== 'include-fragment') return [child];
      const fragment = fragmentOf(this.service, child.attributes['fragment-id'] ?? '');
      return fragment ? childElements(fragment.policy.document) : [];
    });

  /** Returns whether each attempt sets the body again before it forwards. */
  private restoresBody(retry: PolicyElement): boolean {
    const policies = this.childrenOf(retry);
    const forward = policies.findIndex((policy) => certainForwards([policy], this.childrenOf) > 0);
    return policies.slice(0, Math.max(0, forward)).some(({ name }) => name === 'set-body');
  }

  private exists(name: string): boolean {
    return this.pools.has(name.toLowerCase()) || this.backends.has(name.toLowerCase());
  }
}

/** One combination of documents. */
interface Variant {
  readonly documents: readonly ScopedDocument[];
  readonly methods: Set<string>;
}

interface Routed {
  readonly path?: ForwardPath;
  readonly model: ApiModel;
}

type RoutedVariant = Routed & Pick<Variant, 'methods'>;

/** Merges variants with the same behavior. */
function merged(found: readonly RoutedVariant[]): RoutedVariant[] {
  const identities = new Map<object, number>();
  const identity = (object: object | undefined): number => {
    if (!object) return -1;
    if (!identities.has(object)) identities.set(object, identities.size);
    return identities.get(object) ?? -1;
  };
  const distinct = new Map<string, RoutedVariant>();
  for (const { path, model, methods } of found) {
    const { address, pools, missingBackends, undeclaredBackends, backendSectionChildren } = model;
    const key = JSON.stringify([
      ...[path?.retry, path?.forward].map(identity),
      ...[address, pools.map(identity), missingBackends, undeclaredBackends, backendSectionChildren],
    ]);
    const before = distinct.get(key)?.methods ?? [];
    distinct.set(key, { path, model, methods: new Set([...before, ...methods]) });
  }
  return [...distinct.values()];
}

interface OperationPart {
  readonly id?: string;
  readonly method?: string;
}

function operationsOf({ operations, operationPolicies }: DeployedApi): readonly OperationPart[] {
  const known = operations === 'unknown' ? [...operationPolicies.keys()].map((id) => ({ id })) : operations;
  return operations === 'unknown' || known.length === 0 ? [{}, ...known] : known;
}
