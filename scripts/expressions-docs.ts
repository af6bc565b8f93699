// Generates the tables of docs/expressions.md from the library of policy expressions.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DIFFERENCES,
  supportedTypes,
  UNKNOWN_VALUES,
  UNSUPPORTED_FEATURES,
  UNSUPPORTED_SYNTAX,
  UNSUPPORTED_TYPES,
} from '../simulator/expressions/library/catalogue';

const PARTS: Readonly<Record<string, () => string>> = {
  types: () =>
    table(
      ['Type', 'Members'],
      supportedTypes().map(({ name, members }) => [`\`${name}\``, members.join(', ')]),
    ),
  'unsupported types': () => `${UNSUPPORTED_TYPES.map((name) => `\`${name}\``).join(', ')}.`,
  'unsupported syntax': () => list(UNSUPPORTED_SYNTAX),
  'unsupported features': () => list(UNSUPPORTED_FEATURES),
  'unknown values': () => list(UNKNOWN_VALUES),
  differences: () =>
    table(
      ['Behavior', 'Source'],
      DIFFERENCES.map(({ what, source }) => [what, source ? `[Documentation](${source})` : 'Assumption']),
    ),
};

/** Returns the document with the parts between `<!-- PART -->` and `<!-- end -->` generated. */
export function withExpressions(document: string): string {
  return document.replace(
    /(<!-- ([\w ]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (whole, start: string, part: string, end: string) =>
      Object.hasOwn(PARTS, part) ? `${start}\n${PARTS[part]()}\n\n${end}` : whole,
  );
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, head.map(() => '---'), ...rows];
  return cells.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

/** The file of the expressions. */
export const EXPRESSIONS_PAGE = 'docs/expressions.md';

if (require.main === module) {
  const file = join(__dirname, '..', EXPRESSIONS_PAGE);
  writeFileSync(file, withExpressions(readFileSync(file, 'utf8')));
}
