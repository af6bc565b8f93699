import { attributeFaults, check, describeFault, type Finding, finding, type FindingCode } from '../../lib/failover';
import { shownText } from '../../lib/messages';
import {
  childElements,
  element,
  elementsOf,
  PolicyElement,
  PolicySyntaxError,
  Position,
  readPolicyNodes,
  SECTIONS,
} from '../../lib/policy';
import { SimulationError } from '../common/simulation-error';
import { expressionFaults, expressionsOf } from './expression-faults';
import { languageOf, parserFor } from './findings-of';
import { referenceFaults } from './reference-faults';
import { unknownMembers } from './unknown-members';

/**
 * Returns what can be said about policies without the deployment that they belong to.
 *
 * @param name - the name of the file
 * @param text - a policy document, a fragment, a section, or a sequence of policies
 * @throws SimulationError if the text cannot be read.
 */
export async function findingsOfSnippet(name: string, text: string): Promise<Finding[]> {
  const document = documentIn(name, text);
  const policies = [{ address: name, document }];
  const expressions = expressionsOf(policies);
  const parser = await parserFor(expressions);
  const csharp = parser && (await languageOf(parser));
  const elements = elementsOf([document]);
  const found = [
    ...check({
      ...{ backends: [], pools: [], apis: [] },
      expressionFaults: csharp ? expressionFaults(expressions, csharp) : [],
      referenceFaults: [...referenceFaults(policies), ...(csharp ? unknownMembers(expressions, csharp) : [])],
    }),
    ...elements.flatMap((policy) => valueFindings(name, policy)),
    ...childElements(document).flatMap((section) => backendFindings(name, section)),
  ];
  return found.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

function documentIn(name: string, text: string): PolicyElement {
  try {
    const nodes = readPolicyNodes(text);
    const stray = nodes.find((node) => node.kind === 'text');
    if (stray) throw new PolicySyntaxError('text outside of the policies', stray.position ?? START);
    const roots = nodes.filter((node) => node.kind === 'element');
    const [root] = roots;
    if (!root) throw new PolicySyntaxError('there are no policies', START);
    if (roots.length === 1 && (root.name === 'policies' || root.name === 'fragment')) return root;
    const isSection = roots.every((each) => SECTIONS.some((section) => section === each.name));
    return element(isSection ? 'policies' : 'fragment', {}, ...roots);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    const { line, column } = error.position;
    throw new SimulationError([`${name}:${line}:${column}: ${error.reason}`]);
  }
}

const START: Position = { line: 1, column: 1 };

/** AF012. */
function valueFindings(name: string, policy: PolicyElement): Finding[] {
  return attributeFaults(policy).map((fault) => {
    const position = policy.valuePositions?.[fault.attribute] ?? policy.position;
    return placed('AF012', name, position, describeFault(fault, shownText), 'Correct the value');
  });
}

/** AF008. */
function backendFindings(name: string, section: PolicyElement): Finding[] {
  const count = childElements(section).length;
  if (section.name !== 'backend' || count < 2) return [];
  const what = `<backend> has ${count} direct children; only one is allowed, including <base />`;
  return [placed('AF008', name, section.position, what, 'Put them into one policy')];
}

function placed(
  code: FindingCode,
  address: string,
  position: Position | undefined,
  what: string,
  remedy: string,
): Finding {
  const { line, column } = position ?? START;
  const message = `at line ${line}, column ${column} of the policy, ${what}`;
  return { ...finding(code, address, message, remedy), line, column };
}
