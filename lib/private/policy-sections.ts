import type { PolicySections } from '../policy-sections';
import type { OnlyRun, SentElsewhere } from '../failover';
import {
  certainForwards,
  element,
  elementsOf,
  holdsExpression,
  isExpression,
  onlyRunOf,
  PolicyElement,
  policies as documentOf,
  PolicyNode,
  PolicySyntaxError,
  PolicyText,
  readPolicyNodes,
  Section,
  SECTIONS,
  writePolicy,
} from '../policy';
import { Faults } from './faults';
import type { PropNames } from './prop-names';

const SECTION_NAMES: PropNames<PolicySections> = { inbound: true, backend: true, outbound: true, onError: true };

/** The parsed custom policies of the caller. */
export type Sections = Partial<Record<Section, readonly PolicyNode[]>>;

/** Parses the custom policies of the caller. Invalid policy text is a fault with its line and column. */
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

/** The elements that the generated document already contains. */
const WRITTEN = ['base', 'policies', ...SECTIONS] as const;

function readSection(faults: Faults, where: string, source: string | undefined): readonly PolicyNode[] | undefined {
  if (source === undefined || faults.mistyped(where, source, 'string')) return undefined;
  if (!faults.requiredUnshown(where, source, typeof source === 'string', 'policies in XML are needed'))
    return undefined;
  try {
    const nodes = readPolicyNodes(source);
    for (const stray of nodes.filter(isStrayText)) {
      faults.report(where, `${placeOf(stray)}text outside a policy; only XML elements are allowed`);
    }
    for (const name of WRITTEN) {
      if (!nodes.some((node) => node.kind === 'element' && node.name === name)) continue;
      faults.report(where, `<${name}> is added automatically; pass only the policies inside the section`);
    }
    // Validate the nodes at their final nesting depth.
    writePolicy(documentOf({ backend: [element('retry', {}, ...nodes)] }));
    return nodes;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const prefix = error instanceof PolicySyntaxError ? 'it is not valid policy XML: ' : '';
    faults.report(where, prefix + error.message);
    return undefined;
  }
}

/** Returns the position of the text after its leading white space. */
function placeOf({ value, position }: PolicyText): string {
  if (!position) return '';
  const lines = value.slice(0, value.search(/\S/)).split('\n');
  const column = (lines.length === 1 ? position.column : 1) + (lines.at(-1) ?? '').length;
  return `line ${position.line + lines.length - 1}, column ${column}: `;
}

/** Returns whether text between policies is invalid. A token is valid, because it may stand for policies. */
function isStrayText(node: PolicyNode): node is PolicyText {
  return node.kind === 'text' && node.value.replace(/\$\{TfToken\[[\w:.-]+\]\}/g, '').trim() !== '';
}

/** Returns whether a policy can have the text as a value: either plain text or a single expression. */
export function isPolicyValue(value: string): boolean {
  if (holdsExpression(value) && !isExpression(value)) return false;
  try {
    writePolicy(element('policy', { value }));
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns the literal names of backends and pools in the policies. Expressions and named values are skipped, because
 * their values are not known yet.
 */
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

/** Returns whether the policies select a backend. */
export function choosesBackend(nodes: readonly PolicyNode[] = []): boolean {
  return elementsOf(nodes).some(({ name }) => name === 'set-backend-service');
}

/**
 * Returns which requests the policies after the selection of the pool send to a backend outside these pools; undefined
 * for none.
 *
 * @param before which requests the preceding policies send elsewhere
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

/** Returns whether the value is not known before deployment: an expression, a named value or a token. */
function isUnknown(value = ''): boolean {
  return isComputed(value) || value.includes('${');
}

/** Returns whether API Management computes the value: an expression or a named value. */
function isComputed(value: string): boolean {
  return holdsExpression(value) || value.includes('{{');
}

/** Returns what the policies before each attempt do that the model does not cover. */
export function onlyRunBefore(nodes: readonly PolicyNode[] = []): OnlyRun | undefined {
  const retried = [...nodes.filter((node) => node.kind === 'element'), element('forward-request', {})];
  return onlyRunOf(retried, retried);
}

/** Returns how often the policies themselves forward the request. */
export function forwardsIn(nodes: readonly PolicyNode[] = []): number {
  return certainForwards(nodes.filter((node) => node.kind === 'element'));
}
