import type { BackendModel } from '../../../lib/failover';
import type { PolicyElement, PolicyNode } from '../../../lib/policy';
import {
  type DeployedApi,
  type DeployedService,
  type Deployment,
  effectivePolicy,
  type ScopedPolicy,
} from '../../../simulator/deployment';

/** What decides where requests go and what clients receive, without Terraform addresses and comments. */
export function comparable({ services }: Deployment): object[] {
  return [...services].sort((a, b) => (a.name < b.name ? -1 : 1)).map(serviceOf);
}

function serviceOf(service: DeployedService): object {
  const { backends, pools, apis, products, fragments, namedValues, name } = service;
  return {
    name,
    backends: sorted(backends, ({ model }) => model.name).map(({ model, url, headers, query, ...others }) => ({
      ...{ model: backendOf(model), url, headers: plain(headers), query: plain(query) },
      ...others,
      // The program has a variable in place of a URL that is not known.
      unknownUrl: undefined,
    })),
    pools: sorted(pools, ({ model }) => model.name).map(({ model, ...others }) => ({
      ...others,
      name: model.name,
      members: model.members.map(({ backend, ...member }) => ({ ...member, backend: backendOf(backend) })),
      exhausted: model.exhaustedStatusCode,
    })),
    apis: sorted(apis, (api) => `${api.name};${api.revision}`).map((api) => apiOf(service, api)),
    products: sorted(products, (product) => product.id).map(({ id, displayName, apis: included, policy }) => ({
      ...{ id, displayName, included: [...included].sort() },
      policy: policy && documentOf(policy.document),
    })),
    fragments: sorted(fragments, ({ id }) => id).map(({ id, policy }) => ({ id, policy: documentOf(policy.document) })),
    namedValues: sorted(namedValues, ({ displayName }) => displayName),
  };
}

/** The SKU is part of the service, which the program does not declare. */
function backendOf({ name, breaker, url, isUndeclared, isPool }: BackendModel): object {
  return { name, breaker, url, isUndeclared, isPool };
}

/** Values that are not references to named values can be secrets, which become variables. */
function plain(values: Readonly<Record<string, string>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => /\{\{|simulated/.test(value)));
}

function apiOf(service: DeployedService, { operations, ...api }: DeployedApi): object {
  const { name, displayName, path, protocols, serviceUrl, subscriptionRequired, subscriptionKeyNames } = api;
  const { revision, isCurrent, version } = api;
  const own = {
    ...{ name, displayName, path, protocols, serviceUrl, subscriptionRequired, subscriptionKeyNames },
    ...{ revision, isCurrent, version },
  };
  if (operations === 'unknown') return { ...own, operations };
  return {
    ...own,
    operations: sorted(operations, ({ id }) => id).map(({ id, method, urlTemplate, displayName: shown }) => {
      const { inbound, backend, outbound, onError } = effectivePolicy(service, { ...api, operations }, id);
      const policy = [inbound, backend, outbound, onError].map((section) => section.flatMap(scoped));
      return { id, method, urlTemplate, shown, policy };
    }),
  };
}

/** Which scope a policy belongs to makes no difference to what it does. */
function scoped({ policy }: ScopedPolicy): object[] {
  return nodeOf(policy);
}

function documentOf(document: PolicyElement): object[] {
  return document.children.flatMap(nodeOf);
}

function nodeOf(node: PolicyNode): object[] {
  if (node.kind === 'comment') return [];
  if (node.kind === 'text') return [{ text: node.value }];
  const attributes = Object.entries(node.attributes)
    .filter(([name, value]) => name !== 'first-fast-retry' || value !== 'false')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [{ name: node.name, attributes: Object.fromEntries(attributes), children: node.children.flatMap(nodeOf) }];
}

function sorted<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
