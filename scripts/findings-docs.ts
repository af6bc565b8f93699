// Generates the sections of docs/findings.md from the catalogue in lib.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, CatalogueEntry, FINDING_CODES, FindingCode } from '../lib/failover';

/**
 * Returns the document with the parts between these marks and `<!-- end -->` generated: `<!-- findings -->`, a table of
 * all codes; `<!-- finding CODE -->`, the meaning of a code; `<!-- remedy CODE -->`, its remedy.
 */
export function withFindings(document: string): string {
  return document.replace(
    /(<!-- (?:(findings)|(finding|remedy) (\w+)) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, start: string, all: string | undefined, part: string, code: string, end: string) => {
      const text = all ? table() : part === 'finding' ? heading(entryOf(code)) : remedy(entryOf(code));
      return `${start}\n${text}\n\n${end}`;
    },
  );
}

function entryOf(code: string): CatalogueEntry {
  if (!Object.hasOwn(CATALOGUE, code)) throw new Error(`there is no finding ${code}`);
  return CATALOGUE[code as FindingCode];
}

function table(): string {
  const rows = FINDING_CODES.map((code) => {
    const { levels, title } = entryOf(code);
    return [`[${code}](#${code.toLowerCase()})`, levels.join(', '), title];
  });
  return [['Code', 'Level', 'Problem'], ['---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** For example, `**Error or warning: a title.** A description.` */
function heading({ levels, title, description }: CatalogueEntry): string {
  const level = levels.join(' or ');
  return `**${level[0].toUpperCase()}${level.slice(1)}: ${title}.** ${description}`;
}

function remedy(entry: CatalogueEntry): string {
  return `Remedy: ${entry.remedy}`;
}

/** The file of the findings. */
export const FINDINGS_PAGE = 'docs/findings.md';

if (require.main === module) {
  const file = join(__dirname, '..', FINDINGS_PAGE);
  writeFileSync(file, withFindings(readFileSync(file, 'utf8')));
}
