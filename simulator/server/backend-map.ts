import { redactName, redactUrl, textOfLength } from '../../lib/messages';
import type { DeployedService } from '../deployment';
import { isHttpUrl } from '../engine/http-url';
import { quoted } from '../common/listing';

/** The URLs to which requests for backends and hosts are sent, by name. */
export type BackendMap = ReadonlyMap<string, URL>;

/** Reads mappings, for example `orders-local=http://localhost:7071`, and adds the faults to a list. */
export function readMappings(
  mappings: readonly (readonly [name: string, url: unknown])[],
  faults: string[],
): BackendMap {
  const map = new Map<string, URL>();
  for (const [name, url] of mappings) {
    const fault = faultOf(url);
    if (fault !== undefined) faults.push(`backend '${redactName(name)}': ${shown(url)} ${fault}`);
    else if (map.has(name)) faults.push(`backend '${redactName(name)}' is mapped twice`);
    else map.set(name, new URL(String(url)));
  }
  return map;
}

function faultOf(url: unknown): string | undefined {
  if (typeof url !== 'string' || !isHttpUrl(url)) return 'is not an http or https URL such as http://localhost:7071';
  const { username, password, search, hash } = new URL(url);
  if (username !== '' || password !== '') return 'has a user name or a password, which is not supported';
  return search !== '' || hash !== '' ? 'has a query or a fragment; remove it' : undefined;
}

/** Only in a URL is it known where a secret can be. */
function shown(url: unknown): string {
  if (typeof url !== 'string') return typeof url === 'object' && url !== null ? 'an object' : String(url);
  const redacted = redactUrl(url);
  return redacted === undefined ? textOfLength(url) : JSON.stringify(redacted);
}

/**
 * Returns the missing and the unknown mappings.
 *
 * @param isScripted whether a scenario controls the backends, so that they need no mapping
 */
export function mappingFaults(services: readonly DeployedService[], map: BackendMap, isScripted = false): string[] {
  const names = new Set(services.flatMap(namesOf));
  const missing = isScripted ? [] : [...names].filter((name) => !map.has(name));
  // A host that policies call by URL has a dot or a port. Whether policies call it is known only when they run.
  const unknown = [...map.keys()].filter((name) => !names.has(name) && !/[.:]/.test(name) && name !== 'localhost');
  const known = quoted([...names]);
  return [
    ...missing.map((name) => `backend '${name}' is not mapped; use --backend ${name}=URL`),
    ...unknown.map((name) => `no backend is named '${redactName(name)}'; known: ${known || 'none'}`),
  ];
}

function namesOf({ backends, pools }: DeployedService): string[] {
  const members = pools.flatMap(({ model }) => model.members.map(({ backend }) => backend.name));
  return [...backends.map(({ model }) => model.name), ...members];
}
