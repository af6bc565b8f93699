import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { FindingAcknowledgement } from '../acknowledgement';
import { byName, checkName, clashKeys, DeclarationModel, Finding } from '../failover';
import { isInTree } from './is-in-tree';
import { raiseFindings } from './raise-findings';

/** A name that a construct declares. The address is the path of the construct. */
export interface Declaration extends Omit<DeclarationModel, 'address' | 'service'> {
  readonly apiManagementName: string;
}

interface Declared {
  readonly construct: IConstruct;
  readonly model: DeclarationModel;
  readonly acknowledge?: readonly FindingAcknowledgement[];
  isRaised: boolean;
}

/** For each program, the declarations that may clash, grouped by the key that they share. */
const programs = new WeakMap<IConstruct, Map<string, Declared[]>>();

/**
 * Declares a name that must be unique within a service. If other constructs in any stack of the program declare the
 * same name, each of them reports the clash at synth. Names that are known only after deployment are ignored.
 */
export function declareName(
  construct: IConstruct,
  { apiManagementName, ...declaration }: Declaration,
  acknowledge?: readonly FindingAcknowledgement[],
): void {
  if (Token.isUnresolved(declaration.name) || Token.isUnresolved(declaration.revision)) return;
  // The same token identifies the same service.
  const model = { ...declaration, address: construct.node.path, service: apiManagementName.toLowerCase() };
  // A copy, because the next declaration of the name may come after the caller has changed the list.
  const reasons = acknowledge?.map((each) => ({ ...each }));
  const declared: Declared = { construct, model, acknowledge: reasons, isRaised: false };
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
