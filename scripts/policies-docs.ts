// Generates the table of docs/policies.md from the table in the simulator.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { POLICY_NAMES, PolicyName } from '../simulator/common/policy-reference';
import { POLICY_TREATMENTS, PolicyTreatment } from '../simulator/common/policy-treatments';

/** Returns the document with the part between `<!-- policies -->` and `<!-- end -->` generated. */
export function withPolicies(document: string): string {
  return document.replace(
    /(<!-- policies -->\n)[\s\S]*?(<!-- end -->)/,
    (_, start: string, end: string) => `${start}\n${table()}\n\n${end}`,
  );
}

function table(): string {
  const rows = POLICY_NAMES.map((name) => [`\`${name}\``, ...cellsOf(name)]);
  return [['Policy', 'Treatment', 'What is assumed, or why it is refused'], ['---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function cellsOf(name: PolicyName): string[] {
  const treatment: PolicyTreatment = POLICY_TREATMENTS[name];
  return [treatment.kind, treatment.kind === 'refused' ? `It ${treatment.why}.` : treatment.note];
}

/** The file of the policies. */
export const POLICIES_PAGE = 'docs/policies.md';

if (require.main === module) {
  const file = join(__dirname, '..', POLICIES_PAGE);
  writeFileSync(file, withPolicies(readFileSync(file, 'utf8')));
}
