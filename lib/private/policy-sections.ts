import type { PolicySections } from '../failover-api';
import {
  elementsOf,
  holdsExpression,
  PolicyNode,
  PolicySyntaxError,
  readPolicyNodes,
  Section,
  writePolicy,
} from '../policy';
import { Faults } from './faults';

/** The caller's own policies, read. */
export type Sections = Partial<Record<Section, readonly PolicyNode[]>>;

/** Reads the caller's own policies; what is no policy text is a fault, with its line and column. */
export function readSections(faults: Faults, where: string, policies: PolicySections = {}): Sections {
  const { inbound, backend, outbound, onError } = policies;
  return {
    inbound: readSection(faults, `${where}.inbound`, inbound),
    backend: readSection(faults, `${where}.backend`, backend),
    outbound: readSection(faults, `${where}.outbound`, outbound),
    'on-error': readSection(faults, `${where}.onError`, onError),
  };
}

function readSection(faults: Faults, where: string, source: string | undefined): readonly PolicyNode[] | undefined {
  if (source === undefined) return undefined;
  if (typeof source !== 'string') {
    faults.add(where, source, 'policies are needed, as XML');
    return undefined;
  }
  try {
    const nodes = readPolicyNodes(source);
    if (nodes.some((node) => node.kind === 'text')) {
      faults.add(where, source, 'policies are needed, as XML elements');
    }
    const names = nodes.flatMap((node) => (node.kind === 'element' ? [node.name] : []));
    const misplaced = names.find((name) =>
      ['base', 'policies', 'inbound', 'backend', 'outbound', 'on-error'].includes(name),
    );
    if (misplaced !== undefined) {
      faults.say(where, `<${misplaced}> is written for you; only the policies within the section are needed`);
    }
    writePolicy(...nodes);
    return nodes;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const prefix = error instanceof PolicySyntaxError ? 'it is no policy XML: ' : '';
    faults.say(where, prefix + error.message);
    return undefined;
  }
}

/** The backends and pools that the policies name as they stand; expressions and named values are known only later. */
export function backendsNamedIn(sections: Sections): string[] {
  const names = new Set<string>();
  for (const nodes of Object.values(sections)) {
    for (const { name, attributes } of elementsOf(nodes ?? [])) {
      const backendId = attributes['backend-id'];
      if (name !== 'set-backend-service' || backendId === undefined) continue;
      if (!holdsExpression(backendId) && !backendId.includes('{{')) names.add(backendId);
    }
  }
  return [...names];
}
