import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/root';
import { PROPS } from './props';
import { REFUSED } from './refused';
import { ROWS, titleOf } from './rows';

const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');

/** The phrases of the page, the longest first, and the words of a plan for them. rows.test.ts runs the rows. */
const PHRASES: readonly (readonly [phrase: string, word: string])[] = [
  ['created, then deleted', 'is created, then the old one is deleted'],
  ['deleted, then created', 'is deleted, then created'],
  ['in place', 'changes in place'],
  ['created', 'is created'],
  ['deleted', 'is deleted'],
  ['nothing', 'nothing'],
];

/** What happens without an effect on requests. */
const HARMLESS = ['is created, then the old one is deleted', 'changes in place', 'nothing'];

/** A line of a table: the props that are edited, what Terraform does, and what happens to requests. */
interface Line {
  readonly props: string;
  readonly happens: string;
  readonly requests: string;
}

function tableOf(construct: string): readonly Line[] {
  const heading = construct.startsWith('ApiManagement') ? '### `ApiManagement`' : `### \`${construct}\`\n`;
  const [, section = ''] = page.split(heading);
  const [table = ''] = /\n\|[^]*?\n\n/.exec(section) ?? [];
  return [...table.matchAll(/^\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map(
    ([, edit = '', happens = '', requests = '']) => ({ props: edit.split(':')[0] ?? '', happens, requests }),
  );
}

function linesOf(construct: string, prop: string): readonly Line[] {
  return tableOf(construct).filter(({ props }) => props.includes(`\`${prop}\``));
}

/** Returns the words of a plan that a line of a table uses. */
function wordsOf({ happens }: Line): string[] {
  let rest = happens.toLowerCase();
  return PHRASES.flatMap(([phrase, word]) => {
    const isUsed = rest.includes(phrase);
    rest = rest.replaceAll(phrase, '');
    return isUsed ? [word] : [];
  });
}

/** Returns what the rows of a prop plan. */
function plannedFor(construct: string, prop: string): string[] {
  const rows = ROWS.filter((row) => row.construct === construct && row.prop === prop && !REFUSED.has(titleOf(row)));
  return rows.flatMap(({ happens }) => happens);
}

/** What is created and deleted in some order is also created, and also deleted: not every part has a successor. */
function widened(words: ReadonlySet<string>): Set<string> {
  const isPaired = [...words].some((word) => word.includes('then'));
  return new Set([...words, ...(isPaired ? ['is created', 'is deleted'] : [])]);
}

describe('the tables of docs/operations.md', () => {
  test.each(PROPS)('%s: what Terraform does for %s', (construct, prop) => {
    const written = new Set(linesOf(construct, prop).flatMap(wordsOf));
    const words = new Set(plannedFor(construct, prop).map((planned) => planned.split(':')[0] ?? ''));
    expect([...words].filter((word) => !widened(written).has(word))).toEqual([]);
    expect([...written].filter((word) => !widened(words).has(word))).toEqual([]);
  });

  test.each(PROPS)('%s: what happens to requests for %s', (construct, prop) => {
    const planned = plannedFor(construct, prop);
    const requests = linesOf(construct, prop).map((line) => line.requests);
    const isApiReplaced = planned.some((each) => /^is deleted, then created:(?:.*,)? API (?!policy)/.test(each));
    expect(requests.some((each) => each === 'Fail in between')).toBe(isApiReplaced);
    const areOnlyOperationsDeleted = planned.some(
      (each) => /^is deleted.*[:,] operation (?!policy)/.test(each) && !/[:,] API (?!policy)/.test(each),
    );
    // With the API of another name, the operations of the old one are deleted, too.
    if (areOnlyOperationsDeleted && !isApiReplaced) {
      expect(requests).toContainEqual(expect.stringMatching(/status 404|^As for `(?:operations|FailoverApi)`$/));
    }
  });

  const lines = [...new Set(PROPS.map(([construct]) => construct))].flatMap((construct) =>
    tableOf(construct).map((line) => [construct, line.props, line] as const),
  );

  test.each(lines)('%s, %s: what happens to requests follows from what Terraform does', (_, __, line) => {
    const words = wordsOf(line);
    const isHarmless = words.length > 0 && words.every((word) => HARMLESS.includes(word));
    if (isHarmless) expect(line.requests).toMatch(/^Not affected(?:$|, but)/);
    if (!words.includes('is deleted, then created')) return;
    expect(line.requests).toMatch(/^Fail in between$|status 404|^As for `/);
  });

  test('every construct and prop that a row edits is in a table', () => {
    expect(PROPS.filter(([construct, prop]) => linesOf(construct, prop).length === 0)).toEqual([]);
  });
});
