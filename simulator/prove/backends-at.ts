import type { DeployedBackend, DeployedService } from '../deployment';
import { couldBe } from '../deployment/unplaced';

const known = new WeakMap<DeployedService, ReadonlyMap<string, readonly string[]>>();

/**
 * Returns the backends at a host. A policy that calls the host by URL reaches them and is affected by their failures.
 */
export function backendsAt(service: DeployedService, host: string): readonly string[] {
  let hosts = known.get(service);
  if (!hosts) known.set(service, (hosts = hostsOf(service)));
  return hosts.get(host) ?? [];
}

function hostsOf({ backends }: DeployedService): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  for (const backend of backends) {
    const host = hostOf(backend);
    if (host !== undefined && host !== '') hosts.set(host, [...(hosts.get(host) ?? []), backend.model.name]);
  }
  return hosts;
}

/** Returns the host of a backend. `${...}` represents what is not known; undefined if nothing is known. */
function hostOf({ url, unknownUrl = url }: DeployedBackend): string | undefined {
  return URL.canParse(unknownUrl) ? new URL(unknownUrl).host : undefined;
}

/**
 * Returns why the failures of a backend may be those of a host, because a URL is not known; undefined if it is certain
 * that they are not, or that they are.
 *
 * @param backends - that requests reach
 * @param forwarded - the hosts that policies forward to by URL
 * @param called - the hosts that policies call, too
 */
export function whyUncertain(
  service: DeployedService,
  backends: readonly string[],
  forwarded: readonly string[],
  called: readonly string[],
): string | undefined {
  for (const backend of service.backends.filter(({ model }) => backends.includes(model.name))) {
    const own = hostOf(backend) ?? '${...}';
    // A host that is only called is rarely that of a backend.
    const hosts = own.includes('${') ? forwarded : called;
    const host = hosts.find((each) => canBe(each, own));
    if (host !== undefined) return `whether '${host}' is the host of backend '${backend.model.name}' is not known`;
  }
  return undefined;
}

function canBe(host: string, other: string): boolean {
  return host !== other && (host + other).includes('${') && !areResources(host, other) && couldBe(host, other);
}

/** Attributes of two resources that the deployment creates, such as their host names, are not the same. */
function areResources(...hosts: readonly string[]): boolean {
  return hosts.every((host) => /^\$\{azurerm_\w+\.[\w.-]+\}$/i.test(host));
}
