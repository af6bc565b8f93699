import type { Finding } from '../../lib/failover';
import type { Position } from '../../lib/policy';
import { textPropertyOf } from './attributes';
import type { Declaration } from './declaration';
import type { Places, PolicySource } from './deployment';
import { placeIn, type SourcePlace } from './source-text';
import { readable } from './resource/symbolic-names';

/** Returns where resources are declared, and what their policies are read from. */
export function placesOf(declared: readonly Declaration[]): Places {
  const declarations = new Map<string, SourcePlace>();
  const policies = new Map<string, PolicySource | undefined>();
  for (const declaration of declared) {
    const { resource } = declaration;
    const { address, source: file } = resource;
    const line = resource.lineOf?.();
    if (line !== undefined) declarations.set(address, { file, line });
    policies.set(address, policies.has(address) ? undefined : policySourceOf(declaration));
  }
  return { declarations, policies };
}

function policySourceOf({ resource, properties, kind }: Declaration): PolicySource | undefined {
  if (kind !== 'policyFragments' && !kind.endsWith('policies')) return undefined;
  const property = textPropertyOf(properties);
  const text = properties.value(property);
  if (typeof text !== 'string') return undefined;
  const sources = resource.sourcesOf?.(text, properties.attributeOf(property)) ?? [];
  return sources.length > 0 ? { text: readable(text), sources } : undefined;
}

/** Returns where a position in the text of a policy is in its source; undefined if that is not certain. */
export function placeInSource(declaration: Declaration, position: Position): SourcePlace | undefined {
  const policy = policySourceOf(declaration);
  return policy && placeInPolicy(policy, position);
}

/** Returns where a finding is; undefined if the lines of its file are not known. */
export function placeOf(
  { address, line, column }: Finding,
  { declarations, policies }: Places,
): SourcePlace | undefined {
  const policy = policies.get(address);
  const isInPolicy = policy && line !== undefined && column !== undefined;
  return (isInPolicy && placeInPolicy(policy, { line, column })) || declarations.get(address);
}

function placeInPolicy({ text, sources }: PolicySource, position: Position): SourcePlace | undefined {
  for (const source of sources) {
    const place = placeIn(source, text, position);
    if (place) return place;
  }
  return undefined;
}
