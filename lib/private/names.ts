import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { FindingAcknowledgement } from '../acknowledgement';
import { byName, checkName, clashKeys, DeclarationModel, Finding } from '../failover';
import { raiseFindings } from './raise-findings';

/** What a construct declares under a name; the construct's own path is its address. */
export interface Declaration extends Omit<DeclarationModel, 'address' | 'service'> {
  readonly apiManagementName: string;
}

interface Declared {
  readonly construct: IConstruct;
  readonly model: DeclarationModel;
  readonly acknowledge?: readonly FindingAcknowledgement[];
  isRaised: boolean;
}

/** By program: those that may clash, by what they share. */
const programs = new WeakMap<IConstruct, Map<string, Declared[]>>();

/**
 * Declares a name, of which a service takes one, in the whole program: where others have it, in this stack or another,
 * all of them say so when they are synthesized. A name that is known only once deployed may be any.
 */
export function declareName(
  construct: IConstruct,
  { apiManagementName, ...declaration }: Declaration,
  acknowledge?: readonly FindingAcknowledgement[],
): void {
  if (Token.isUnresolved(declaration.name) || Token.isUnresolved(declaration.revision)) return;
  // The same token stands for the same service.
  const model = { ...declaration, address: construct.node.path, service: apiManagementName.toLowerCase() };
  const declared: Declared = { construct, model, acknowledge, isRaised: false };
  const program = programs.get(construct.node.root) ?? new Map<string, Declared[]>();
  programs.set(construct.node.root, program);
  for (const key of clashKeys(model)) {
    const group = program.get(key);
    if (!group) program.set(key, [declared]);
    else {
      group.push(declared);
      for (const one of group) raise(one, program);
    }
  }
}

function raise(declared: Declared, program: ReadonlyMap<string, readonly Declared[]>): void {
  if (declared.isRaised) return;
  declared.isRaised = true;
  raiseFindings(declared.construct, () => clashesOf(declared, program), declared.acknowledge);
}

function clashesOf({ model }: Declared, program: ReadonlyMap<string, readonly Declared[]>): Finding[] {
  const [sameName, samePath = []] = clashKeys(model).map((key) =>
    (program.get(key) ?? [])
      .filter(({ construct }) => isInTree(construct))
      .map((each) => each.model)
      .sort(byName),
  );
  return checkName(model, sameName, samePath);
}

/** Whether nobody has removed it, or what it belongs to. */
function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return !scope || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}
