import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/root';
import { PROPS } from './props';
import { REFUSED } from './refused';
import { ROWS, titleOf } from './rows';

const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');

/** The phrases of the page, the longest first, and the words of a plan for them. The rows are played by rows.test.ts. */
const PHRASES: readonly (readonly [phrase: string, word: string])[] = [
  ['created, then deleted', 'is created, then the old one is deleted'],
  ['deleted, then created', 'is deleted, then created'],
  ['in place', 'changes in place'],
  ['created', 'is created'],
  ['deleted', 'is deleted'],
  ['nothing', 'nothing'],
];

/** The rows of the table of a construct: the props that are edited, and what Terraform does. */
function tableOf(construct: string): (readonly [props: string, happens: string])[] {
  const heading = construct.startsWith('ApiManagement') ? '### `ApiManagement`' : `### \`${construct}\`\n`;
  const [, section = ''] = page.split(heading);
  const [table = ''] = /\n\|[^]*?\n\n/.exec(section) ?? [];
  return [...table.matchAll(/^\| (.+?) +\| (.+?) +\| .+\|$/gm)].map(([, edit = '', happens = '']) => [
    edit.split(':')[0] ?? '',
    happens,
  ]);
}

/** What is created and deleted in some order is also created, and also deleted: not every part has a successor. */
function widened(words: ReadonlySet<string>): Set<string> {
  const isPaired = [...words].some((word) => word.includes('then'));
  return new Set([...words, ...(isPaired ? ['is created', 'is deleted'] : [])]);
}

describe('the tables of docs/operations.md', () => {
  test.each(PROPS)('%s: what Terraform does for %s', (construct, prop) => {
    const rows = tableOf(construct).filter(([props]) => props.includes(`\`${prop}\``));
    const said = new Set<string>();
    for (const [, happens] of rows) {
      let rest = happens.toLowerCase();
      for (const [phrase, word] of PHRASES) {
        if (rest.includes(phrase)) said.add(word);
        rest = rest.replaceAll(phrase, '');
      }
    }
    const edits = ROWS.filter((row) => row.construct === construct && row.prop === prop && !REFUSED.has(titleOf(row)));
    const words = new Set(edits.flatMap(({ happens }) => happens.map((line) => line.split(':')[0] ?? '')));
    expect([...words].filter((word) => !widened(said).has(word))).toEqual([]);
    expect([...said].filter((word) => !widened(words).has(word))).toEqual([]);
  });

  test('every construct and prop that a row edits is in a table', () => {
    const missing = PROPS.filter(
      ([construct, prop]) => !tableOf(construct).some(([props]) => props.includes(`\`${prop}\``)),
    );
    expect(missing).toEqual([]);
  });
});
