import type { BackendModel, ServiceModel } from '../../lib/failover';
import { backendElsewhere, isPool, readBackend } from './backends';
import type { Declaration } from './declaration';
import type { DeployedBackend, DeployedPool, DeployedService, PossibleBackend } from './deployment';
import { DoubtfulBackend, doubtfulBackend, backendOfOther } from './doubtful-backends';
import { ReadingFaults } from './reading-faults';
import type { Place } from './resource/resource';
import { checkFragments } from './fragments';
import { NamedValues, readNamedValue } from './named-values';
import { PolicyReader, PolicyTexts } from './policies';
import { readPool } from './pools';
import { apisOf, productsOf } from './service-apis';
import { couldBe } from './unplaced';
import { warnOfDecisions } from './why-unknown';
import { withInheritedPolicies } from './workspaces';
import { firstUnresolved, isKnown, isList, isObject, own, Value, ValueObject } from './value';

/** Returns the services that are declared, looked up, or referenced by other resources. */
export function servicesOf(declarations: readonly Declaration[], faults: ReadingFaults): DeployedService[] {
  const drafts = new Map<string, Draft>();
  for (const declaration of declarations) {
    const key = declaration.service.toLowerCase();
    const draft = drafts.get(key);
    if (draft) draft.declarations.push(declaration);
    else drafts.set(key, new Draft(declaration.service, [declaration]));
  }
  const draftOf = (name: string): Draft => {
    const draft = drafts.get(name.toLowerCase()) ?? new Draft(name, []);
    drafts.set(name.toLowerCase(), draft);
    return draft;
  };
  for (const draft of drafts.values()) draft.readBackends(faults);
  for (const draft of drafts.values()) draft.addOfOthers([...drafts.values()]);
  for (const draft of [...drafts.values()]) draft.readPools(draftOf);
  const texts = new PolicyTexts();
  return withInheritedPolicies([...drafts.values()].map((draft) => draft.finish(texts, faults)));
}

/** The data of a service while it is read. */
class Draft {
  private readonly byKind = new Map<string, Declaration[]>();
  private readonly backends = new Map<string, DeployedBackend>();
  private readonly pools = new Map<string, Declaration>();
  private readonly doubtful: DoubtfulBackend[] = [];
  private readonly otherPolicies: Declaration[] = [];
  private deployedPools: DeployedPool[] = [];
  private modelOfService?: ServiceModel;

  constructor(
    private readonly name: string,
    readonly declarations: Declaration[],
  ) {}

  readBackends(faults: ReadingFaults): void {
    for (const declaration of this.declarations) {
      const known = this.byKind.get(declaration.kind);
      if (known) known.push(declaration);
      else this.byKind.set(declaration.kind, [declaration]);
    }
    // A service that is looked up can also be declared, in another stack.
    const byMode = [...this.of('backends')].sort((a, b) => rank(a) - rank(b));
    for (const declaration of byMode) {
      const key = declaration.names[0].toLowerCase();
      const doubtful = doubtfulBackend(declaration, faults);
      if (doubtful) this.doubtful.push(doubtful);
      if (doubtful || declaration.isUpdate) continue;
      if (isPool(declaration)) {
        if (!this.pools.has(key)) this.pools.set(key, declaration);
      } else if (!this.backends.has(key) && !(declaration.resource.mode === 'data' && this.pools.has(key))) {
        this.backends.set(key, readBackend(declaration, this.model));
      }
    }
    for (const { isUpdate, names } of byMode) if (isUpdate) this.backend(names[0]);
  }

  /** Adds the backends and the policies of services that can be this one. */
  addOfOthers(drafts: readonly Draft[]): void {
    for (const draft of drafts) {
      if (!this.canBe(draft)) continue;
      this.doubtful.push(...draft.of('backends').map(backendOfOther));
      const placed = draft.of('policies').filter(({ isUnplaced }) => !isUnplaced);
      this.otherPolicies.push(...placed.map((declaration) => ({ ...declaration, isUnplaced: true as const })));
    }
  }

  readPools(draftOf: (service: string) => Draft): void {
    this.deployedPools = [...this.pools.values()].map((declaration) =>
      readPool(declaration, this.model, (service, name) =>
        service === undefined ? this.backend(name) : this.memberIn(draftOf(service), name),
      ),
    );
  }

  /** Returns a member of a pool. Whether a service that can be this one is another one is not known. */
  private memberIn(draft: Draft, name: string): BackendModel {
    const backend = draft.backend(name);
    return this.canBe(draft) ? { ...backend, service: { ...backend.service, key: 'unknown' } } : backend;
  }

  finish(texts: PolicyTexts, faults: ReadingFaults): DeployedService {
    const { resource } = this.declaration ?? {};
    if (resource) faults.refused(resource, 'location', resource.attribute('location'));
    const namedValues = this.of('namedValues').map(readNamedValue);
    const backends = {
      names: new Set([...this.backends.keys(), ...this.pools.keys()]),
      doubtful: this.doubtful,
    };
    const policies = new PolicyReader(texts, new NamedValues(namedValues), faults, this.declaration, backends);
    const fragments = this.of('policyFragments').flatMap((declaration) => policies.fragment(declaration) ?? []);
    const own = [...this.of('policies')].sort(placedFirst);
    // A service that can be another one can have its policy. Without APIs, a policy affects no request.
    const possible = own.length > 0 || this.of('apis').length === 0 ? own : this.otherPolicies;
    const [policy] = possible.flatMap((declaration) => policies.policy(declaration) ?? []);
    const of = (kind: string): readonly Declaration[] => this.of(kind);
    const apis = apisOf(of, policies, faults);
    const { additionalLocations, possibleBackends } = this;
    const service: DeployedService = {
      address: this.declaration?.resource.address ?? this.declarations[0]?.resource.address ?? this.name,
      name: this.name,
      skuName: this.model.skuName,
      ...(this.declaration?.resource.mode !== 'managed' && { isElsewhere: true }),
      ...(this.location !== undefined && { location: this.location }),
      ...(additionalLocations !== undefined && { additionalLocations }),
      backends: [...this.backends.values()],
      pools: this.deployedPools,
      ...(possibleBackends.length > 0 && { possibleBackends }),
      apis,
      products: productsOf(of, policies, faults),
      fragments,
      namedValues,
      ...(policy && { policy }),
    };
    const resources = new Map(this.declarations.map(({ resource }) => [resource.address, resource]));
    const placeOf = (address: string): Place => resources.get(address) ?? { source: '', address };
    const warn = (address: string, what: string): void => faults.warn(placeOf(address), what);
    this.warnOfSku(faults);
    checkFragments(service, (address, what) => faults.about(placeOf(address), what), warn);
    warnOfDecisions(service, warn);
    return service;
  }

  /** Returns whether another service can be this one, because a name is not known. Two that are declared are not. */
  private canBe(other: Draft): boolean {
    if (other === this || ![this, other].some(({ name }) => name.includes('${'))) return false;
    if (!couldBe(other.name, this.name)) return false;
    return ![this, other].every(({ declaration }) => declaration?.resource.mode === 'managed');
  }

  private get possibleBackends(): readonly PossibleBackend[] {
    const models = [...this.backends.values(), ...this.deployedPools].map(({ model }) => model);
    const later = models.filter(({ name }) => name.includes('${'));
    return [
      ...this.doubtful.map(({ name, what }) => ({ name, what })),
      ...later.map(({ name, address }) => ({ name, what: `${address}, whose name is not known` })),
    ];
  }

  private get model(): ServiceModel {
    this.modelOfService ??= { key: this.name.toLowerCase(), skuName: this.skuName };
    return this.modelOfService;
  }

  /** The declaration, or else the lookup. */
  private get declaration(): Declaration | undefined {
    const all = this.of('');
    return all.find(({ resource }) => resource.mode === 'managed') ?? all[0];
  }

  private get skuName(): ServiceModel['skuName'] {
    if (!this.declaration) return 'unknown';
    const { properties, isAzapi } = this.declaration;
    if (!isAzapi) return properties.knownText('sku') ?? 'unknown';
    const sku = properties.value('sku');
    if (!isObject<ValueObject>(sku)) return 'unknown';
    const [name, capacity] = [own(sku, 'name'), own(sku, 'capacity')];
    if (!isKnownText(name)) return 'unknown';
    return typeof capacity === 'number' ? `${name}_${capacity}` : name;
  }

  /** The tier that has no circuit breakers is possible. */
  private warnOfSku(faults: ReadingFaults): void {
    if (this.declaration?.resource.mode !== 'managed' || this.skuName !== 'unknown' || this.backends.size === 0) return;
    const { properties, resource } = this.declaration;
    const attribute = properties.attributeOf('sku');
    const unknown = firstUnresolved(properties.value('sku') ?? null);
    faults.refused(resource, attribute, unknown);
    if (unknown) {
      const what = `${attribute} is not known, and is assumed not to be Consumption: ${unknown.reason}`;
      faults.warn(resource, what, attribute);
    }
  }

  private get location(): string | undefined {
    const location = this.declaration?.resource.attribute('location');
    return isKnownText(location) ? location : undefined;
  }

  private get additionalLocations(): DeployedService['additionalLocations'] {
    if (!this.declaration) return undefined;
    const given = this.declaration.properties.value('additionalLocations');
    if (given === undefined) return undefined;
    const locations = (isList(given) ? given : [given]).map((each) =>
      isObject<ValueObject>(each) ? own(each, 'location') : undefined,
    );
    const known = locations.filter(isKnownText);
    return known.length < locations.length ? 'unknown' : known;
  }

  private of(kind: string): readonly Declaration[] {
    return this.byKind.get(kind) ?? [];
  }

  private backend(name: string): BackendModel {
    const key = name.toLowerCase();
    const pool = this.pools.get(key);
    if (pool && !this.backends.has(key)) {
      return { address: pool.resource.address, name: pool.names[0], service: this.model, isPool: true };
    }
    const backend = this.backends.get(key) ?? backendElsewhere(name, this.model);
    this.backends.set(key, backend);
    return backend.model;
  }
}

function isKnownText(value: Value | undefined): value is string {
  return typeof value === 'string' && isKnown(value);
}

function rank({ resource }: Declaration): number {
  return resource.mode === 'managed' ? 0 : 1;
}

function placedFirst(a: Declaration, b: Declaration): number {
  return Number(a.isUnplaced ?? false) - Number(b.isUnplaced ?? false);
}
