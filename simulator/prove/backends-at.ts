import type { DeployedService } from '../deployment';

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
  for (const { url, model } of backends) {
    const host = URL.canParse(url) ? new URL(url).host : undefined;
    if (host !== undefined && host !== '') hosts.set(host, [...(hosts.get(host) ?? []), model.name]);
  }
  return hosts;
}
