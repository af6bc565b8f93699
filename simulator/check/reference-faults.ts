import type { ReferenceFaultModel } from '../../lib/failover';
import { redactName, shownText } from '../../lib/messages';
import { childElements, PolicyElement, Position, SECTIONS } from '../../lib/policy';
import type { DeployedPolicy } from '../deployment/deployment';
import { ElementRule, POLICY_NAMES, policyRule } from '../common/policy-reference';
import { suggestion } from '../common/nearest';

/** Returns what Microsoft's policy reference does not have: policies, elements, attributes, and values. */
export function referenceFaults(policies: readonly DeployedPolicy[]): ReferenceFaultModel[] {
  // Many resources share one document.
  const known = new Map<PolicyElement, readonly Fault[]>();
  return policies.flatMap(({ address, document }) => {
    const faults = known.get(document) ?? faultsOf(document);
    known.set(document, faults);
    return faults.map((fault) => ({ address, ...fault }));
  });
}

type Fault = Omit<ReferenceFaultModel, 'address'>;

function faultsOf(document: PolicyElement): Fault[] {
  if (document.name !== 'policies') return childElements(document).flatMap(policyFaults);
  return childElements(document).flatMap((section) => {
    if (SECTIONS.some((name) => name === section.name)) return childElements(section).flatMap(policyFaults);
    const what = `<${redactName(section.name)}> is not a section of a policy${suggestion(section.name, SECTIONS)}`;
    return [fault(what, section.position)];
  });
}

function policyFaults(policy: PolicyElement): Fault[] {
  const { name, position } = policy;
  if (name === 'base' || name.includes(':')) return [];
  const rule = policyRule(name);
  if (rule) return elementFaults(policy, rule);
  const what = `<${redactName(name)}> is not a policy in Microsoft's policy reference`;
  return [fault(`${what}${suggestion(name, POLICY_NAMES)}`, position)];
}

function elementFaults(element: PolicyElement, rule: ElementRule): Fault[] {
  const faults = Object.entries(element.attributes).flatMap(([name, value]) => {
    const what = attributeFault(element.name, name, value, rule);
    return what === undefined ? [] : fault(what, element.valuePositions?.[name] ?? element.position);
  });
  return [...faults, ...childrenFaults(element, rule)];
}

function attributeFault(element: string, name: string, value: string, { attributes }: ElementRule): string | undefined {
  // Every element can have an id, and the declarations and attributes of a namespace are not those of a policy.
  if (name === 'id' || name === 'xmlns' || name.includes(':')) return undefined;
  if (!attributes.has(name)) {
    return `<${element}> has no attribute ${redactName(name)}${suggestion(name, [...attributes.keys()])}`;
  }
  const values = attributes.get(name);
  // Any other text is an expression, a named value, or a placeholder, whose value is not known here.
  if (!values || !/^[a-z][a-z-]*$/i.test(value)) return undefined;
  if (values.some((each) => each.toLowerCase() === value.toLowerCase())) return undefined;
  const meant = suggestion(value, values);
  return `the ${name} of <${element}> is ${shownText(value)}; ${values.join(', ')} are allowed${meant}`;
}

function childrenFaults(element: PolicyElement, { children }: ElementRule): Fault[] {
  if (children === 'anything') return [];
  if (children === 'policies') return childElements(element).flatMap(policyFaults);
  return childElements(element).flatMap((child) => {
    const rule = children.get(child.name);
    if (rule) return elementFaults(child, rule);
    // Not every place in which the gateway accepts a policy is documented.
    if (policyRule(child.name) || child.name.includes(':')) return policyFaults(child);
    const what = `<${element.name}> has no child element <${redactName(child.name)}>`;
    return [fault(`${what}${suggestion(child.name, [...children.keys()])}`, child.position)];
  });
}

function fault(what: string, position: Position | undefined): Fault {
  return { fault: what, ...(position ?? { line: 1, column: 1 }) };
}
