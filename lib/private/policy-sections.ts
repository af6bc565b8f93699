import type { PolicySections } from '../policy-sections';
import type { OnlyRun, SentElsewhere } from '../failover';
import {
  certainForwards,
  element,
  elementsOf,
  holdsExpression,
  isExpression,
  mostForwards,
  PolicyElement,
  policies as documentOf,
  PolicyNode,
  PolicySyntaxError,
  PolicyText,
  readPolicyNodes,
  Section,
  SECTIONS,
  switchesBackend,
  writePolicy,
} from '../policy';
import { Faults } from './faults';
import type { PropNames } from './prop-names';

const SECTION_NAMES: PropNames<PolicySections> = { inbound: true, backend: true, outbound: true, onError: true };

/** The caller's own policies, read. */
export type Sections = Partial<Record<Section, readonly PolicyNode[]>>;

/** Reads the caller's own policies; what is no policy text is a fault, with its line and column. */
export function readSections(faults: Faults, where: string, policies: PolicySections = {}): Sections {
  const needed = 'an object with inbound, backend, outbound or onError is needed';
  if (!faults.settings(where, policies, SECTION_NAMES, needed)) return {};
  const { inbound, backend, outbound, onError } = policies;
  return {
    inbound: readSection(faults, `${where}.inbound`, inbound),
    backend: readSection(faults, `${where}.backend`, backend),
    outbound: readSection(faults, `${where}.outbound`, outbound),
    'on-error': readSection(faults, `${where}.onError`, onError),
  };
}

/** What the document has without the caller. */
const WRITTEN = ['base', 'policies', ...SECTIONS] as const;

function readSection(faults: Faults, where: string, source: string | undefined): readonly PolicyNode[] | undefined {
  if (source === undefined) return undefined;
  if (!faults.requiredUnshown(where, source, typeof source === 'string', 'policies are needed, as XML'))
    return undefined;
  try {
    const nodes = readPolicyNodes(source);
    for (const stray of nodes.filter(isStrayText)) {
      faults.say(where, `${placeOf(stray)}text outside a policy; policies are needed, as XML elements`);
    }
    for (const name of WRITTEN) {
      if (!nodes.some((node) => node.kind === 'element' && node.name === name)) continue;
      faults.say(where, `<${name}> is written for you; only the policies within the section are needed`);
    }
    // As deep as they will stand.
    writePolicy(documentOf({ backend: [element('retry', {}, ...nodes)] }));
    return nodes;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const prefix = error instanceof PolicySyntaxError ? 'it is not valid policy XML: ' : '';
    faults.say(where, prefix + error.message);
    return undefined;
  }
}

/** Where the text begins, behind its white space. */
function placeOf({ value, position }: PolicyText): string {
  if (!position) return '';
  const lines = value.slice(0, value.search(/\S/)).split('\n');
  const column = (lines.length === 1 ? position.column : 1) + (lines.at(-1) ?? '').length;
  return `line ${position.line + lines.length - 1}, column ${column}: `;
}

/** Text between policies has no meaning there; a token may stand for policies. */
function isStrayText(node: PolicyNode): node is PolicyText {
  return node.kind === 'text' && node.value.replace(/\$\{TfToken\[[\w:.-]+\]\}/g, '').trim() !== '';
}

/** Whether a policy can have the text as a value: without an expression, or as one and nothing else. */
export function isPolicyValue(value: string): boolean {
  if (holdsExpression(value) && !isExpression(value)) return false;
  try {
    writePolicy(element('policy', { value }));
    return true;
  } catch {
    return false;
  }
}

/** The backends and pools that the policies name as they stand; expressions and named values are known only later. */
export function backendsNamedIn(sections: Sections): string[] {
  const names = new Set<string>();
  for (const nodes of Object.values(sections)) {
    for (const { name, attributes } of elementsOf(nodes ?? [])) {
      const backendId = attributes['backend-id'];
      if (name !== 'set-backend-service' || backendId === undefined) continue;
      if (!isComputed(backendId)) names.add(backendId);
    }
  }
  return [...names];
}

/** Whether the policies choose a backend. */
export function choosesBackend(nodes: readonly PolicyNode[] = []): boolean {
  return elementsOf(nodes).some(({ name }) => name === 'set-backend-service');
}

/**
 * Which requests policies behind the choice of the pool send to another backend than these pools; undefined for none.
 *
 * @param before which of them the policies ahead of these send elsewhere
 */
export function sentElsewhere(
  nodes: readonly PolicyNode[] = [],
  pools: ReadonlySet<string>,
  before?: SentElsewhere,
): SentElsewhere | undefined {
  const staysIn = ({ attributes }: PolicyElement): boolean => pools.has(attributes['backend-id'] ?? '');
  const mayStayIn = (choice: PolicyElement): boolean => staysIn(choice) || isUnknown(choice.attributes['backend-id']);
  return nodes.reduce<SentElsewhere | undefined>((sent, node) => {
    if (node.kind === 'element' && node.name === 'set-backend-service') {
      if (staysIn(node)) return undefined;
      return mayStayIn(node) ? 'some' : 'all';
    }
    const choices = elementsOf([node]).filter(({ name }) => name === 'set-backend-service');
    if (sent === 'all') return choices.some(mayStayIn) ? 'some' : 'all';
    return choices.every(staysIn) ? sent : 'some';
  }, before);
}

/** Whether only a request, or the deployed service, tells the value: an expression, a named value, or a token. */
function isUnknown(value = ''): boolean {
  return isComputed(value) || value.includes('${');
}

/** Whether API Management works the value out: an expression, or a named value. */
function isComputed(value: string): boolean {
  return holdsExpression(value) || value.includes('{{');
}

/** What policies before each attempt do that playing the API does not tell. */
export function onlyRunOf(nodes: readonly PolicyNode[] = []): OnlyRun | undefined {
  const policies = nodes.filter((node) => node.kind === 'element');
  if (switchesBackend(policies)) return 'switches backends';
  return mostForwards(policies) > certainForwards(policies) ? 'forwards again' : undefined;
}

/** How often the policies forward the request themselves. */
export function forwardsIn(nodes: readonly PolicyNode[] = []): number {
  return certainForwards(nodes.filter((node) => node.kind === 'element'));
}
