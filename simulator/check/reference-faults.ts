import type { ReferenceFaultModel } from '../../lib/failover';
import { redactName, shownText } from '../../lib/messages';
import { childElements, PolicyElement, Position, Section, SECTIONS } from '../../lib/policy';
import type { DeployedPolicy } from '../deployment/deployment';
import { ElementRule, POLICY_NAMES, policyRule } from '../common/policy-reference';
import { sectionsOf } from '../common/policy-sections';
import { suggestion } from '../common/nearest';

/**
 * Returns how policies differ from Microsoft's policy reference: in the names of policies, elements, and attributes, in
 * values, and in the sections of policies.
 */
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
  // Any section can include a fragment.
  if (document.name !== 'policies') return childElements(document).flatMap((policy) => policyFaults(policy));
  return childElements(document).flatMap((child) => {
    const section = SECTIONS.find((name) => name === child.name);
    if (section) return childElements(child).flatMap((policy) => policyFaults(policy, section));
    const what = `<${redactName(child.name)}> is not a section of a policy${suggestion(child.name, SECTIONS)}`;
    return [fault(what, child.position)];
  });
}

function policyFaults(policy: PolicyElement, section?: Section): Fault[] {
  const { name, position } = policy;
  if (name === 'base' || name.includes(':')) return [];
  const rule = policyRule(name);
  if (rule) return [...sectionFaults(policy, section), ...elementFaults(policy, rule, section)];
  const what = `<${redactName(name)}> is not a policy in Microsoft's policy reference`;
  return [fault(`${what}${suggestion(name, POLICY_NAMES)}`, position)];
}

function sectionFaults({ name, position }: PolicyElement, section: Section | undefined): Fault[] {
  const sections = section && sectionsOf(name);
  if (!sections || sections.includes(section)) return [];
  return [
    fault(
      `<${name}> is in <${section}>; it is allowed only in ${sections.map((each) => `<${each}>`).join(' and ')}`,
      position,
    ),
  ];
}

function elementFaults(element: PolicyElement, rule: ElementRule, section?: Section): Fault[] {
  const faults = Object.entries(element.attributes).flatMap(([name, value]) => {
    const what = attributeFault(element.name, name, value, rule);
    return what === undefined ? [] : fault(what, element.valuePositions?.[name] ?? element.position);
  });
  return [...faults, ...childrenFaults(element, rule, section)];
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
  if (values === 'number') return `the ${name} of <${element}> is ${shownText(value)}; a number is needed`;
  if (values.some((each) => each.toLowerCase() === value.toLowerCase())) return undefined;
  const meant = suggestion(value, values);
  return `the ${name} of <${element}> is ${shownText(value)}; ${values.join(', ')} are allowed${meant}`;
}

function childrenFaults(element: PolicyElement, { children }: ElementRule, section?: Section): Fault[] {
  if (children === 'anything') return [];
  if (children === 'policies') return childElements(element).flatMap((policy) => policyFaults(policy, section));
  return childElements(element).flatMap((child) => {
    const rule = children.get(child.name);
    if (rule) return elementFaults(child, rule, section);
    // Not every place in which the gateway accepts a policy is documented.
    if (policyRule(child.name) || child.name.includes(':')) return policyFaults(child);
    const what = `<${element.name}> has no child element <${redactName(child.name)}>`;
    return [fault(`${what}${suggestion(child.name, [...children.keys()])}`, child.position)];
  });
}

function fault(what: string, position: Position | undefined): Fault {
  return { fault: what, ...(position ?? { line: 1, column: 1 }) };
}
