import { elementsOf, PolicyElement } from '../../lib/policy';
import type { DeployedPolicy } from './deployment';
import { namedValueIn } from './named-values';

/** What a policy document does with values that later policies can read. */
interface Flow {
  readonly writes: readonly Write[];
  /** The writes of a value that is not known. */
  readonly unknown: readonly Write[];
  readonly decisions: readonly Decision[];
}

interface Placed {
  /** The position among the elements of the document. */
  readonly order: number;
}

interface Write extends Placed {
  /** Matches the expressions that read what is written. */
  readonly readBy: RegExp;
  readonly what: string;
  readonly texts: readonly string[];
}

interface Decision extends Placed {
  readonly text: string;
  /** For example, `line 3, column 5: condition reads`. */
  readonly reading: string;
}

/** The attributes that decide where a request goes, or what the client receives. */
export const DECIDING: ReadonlyMap<string, string> = new Map([
  ['set-backend-service', 'backend-id'],
  ['when', 'condition'],
  ['retry', 'condition'],
  ['set-status', 'code'],
]);

/**
 * Returns the first decision that can depend on a value that is not known, through a variable, a header, or a
 * query parameter that an earlier policy sets; undefined if there is none.
 */
export function unknownDecision(policies: readonly DeployedPolicy[]): UnknownDecision | undefined {
  const flows = policies.map((policy) => ({ policy, flow: flowOf(policy.document) }));
  const unknown = flows.flatMap(({ policy, flow }) => flow.unknown.map((write) => ({ policy, write })));
  const found = new Set(unknown.map(({ write }) => write));
  // The list grows: what is computed from an unknown value is not known either.
  for (const { policy, write } of unknown) {
    for (const other of flows) {
      const isLater = ({ order }: Placed): boolean => other.policy !== policy || order > write.order;
      const reads = (text: string): boolean => text.includes('@') && write.readBy.test(text);
      const decision = other.flow.decisions.find((each) => isLater(each) && reads(each.text));
      if (decision) return { policy: other.policy, why: `${decision.reading} ${write.what}, whose value is not known` };
      for (const next of other.flow.writes) {
        if (found.has(next) || !isLater(next) || !next.texts.some(reads)) continue;
        found.add(next);
        unknown.push({ policy: other.policy, write: next });
      }
    }
  }
  return undefined;
}

/** A decision that depends on a value that is not known. */
interface UnknownDecision {
  readonly policy: DeployedPolicy;
  readonly why: string;
}

/** A value that is known only after deployment stands in the text as a Terraform expression. */
function holdsUnknown(text: string): boolean {
  return text.includes('${') || (text.includes('{{') && namedValueIn(text) !== undefined);
}

const flows = new WeakMap<PolicyElement, Flow>();

function flowOf(document: PolicyElement): Flow {
  let flow = flows.get(document);
  if (!flow) {
    const elements = elementsOf(document.children);
    const writes = elements.flatMap((element, order) => writeOf(element, order) ?? []);
    flow = {
      writes,
      unknown: writes.filter(({ texts }) => texts.some(holdsUnknown)),
      decisions: elements.flatMap((element, order) => decisionOf(element, order) ?? []),
    };
    flows.set(document, flow);
  }
  return flow;
}

function writeOf(element: PolicyElement, order: number): Write | undefined {
  const { name, attributes } = element;
  switch (name) {
    case 'set-variable':
      return written('the variable', attributes.name, [attributes.value ?? ''], order);
    case 'cache-lookup-value':
      return written('the variable', attributes['variable-name'], [attributes['default-value'] ?? ''], order);
    case 'set-header':
      return written('the header', attributes.name, textsIn(element), order);
    case 'set-query-parameter':
      return written('the query parameter', attributes.name, textsIn(element), order);
    default:
      return undefined;
  }
}

function written(kind: string, name: string | undefined, texts: readonly string[], order: number): Write | undefined {
  if (name === undefined) return undefined;
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return { readBy: new RegExp(`"${literal}"`, 'i'), what: `${kind} '${name}'`, texts, order };
}

function textsIn({ children }: PolicyElement): string[] {
  return elementsOf(children).flatMap((value) =>
    value.children.flatMap((child) => (child.kind === 'text' ? child.value : [])),
  );
}

function decisionOf({ name, attributes, position }: PolicyElement, order: number): Decision | undefined {
  const attribute = DECIDING.get(name) ?? '';
  const text = attributes[attribute];
  if (text === undefined) return undefined;
  const { line = 1, column = 1 } = position ?? {};
  return { text, reading: `line ${line}, column ${column}: ${attribute} reads`, order };
}
