import { printable } from '../../lib/messages';
import { changesIn, DrawnChange } from './change-diagrams';
import type { Comparison } from './comparison';
import { conditionText, Matrix, matricesOf, placeText } from './matrix';
import { CAPTIONS, cellsOf, headingOf } from './matrix-table';
import { comparisonLines, failureText, gapLines, notesOf, summaryOf, TextOptions, warningLines } from './proof-notes';
import type { ProofReport } from './proof-report';

/** The earlier proof that a report is compared with. */
export interface Earlier {
  readonly report: ProofReport;
  readonly comparison: Comparison;
  /** Undefined if nothing changed. */
  readonly drawn: DrawnChange | undefined;
}

/** Formats the matrices as Markdown for a pull request. The changes come first. */
export function formatProofMarkdown(
  report: ProofReport,
  { budget }: Pick<TextOptions, 'budget'>,
  earlier?: Earlier,
): string {
  return [
    ...(earlier ? [...list(comparisonLines(earlier.comparison)), ...drawing(earlier)] : []),
    ...matrixLines(report, budget),
    ...(earlier?.drawn ? folded('Before', matrixLines(earlier.report, budget)) : []),
    ...list(gapLines(report)),
    ...list(warningLines(report)),
    ...list(summaryOf(report, { budget })),
  ].join('\n');
}

function drawing({ comparison, drawn }: Earlier): string[] {
  if (!drawn) return [];
  const { difference, assumed, before, after } = drawn;
  const { place, failure } = difference;
  const conditions = Object.entries(assumed).map(([name, value]) => conditionText(name, value));
  const more = changesIn(comparison).length - 1;
  const text = [
    `The first failure that ${[...comparison.lost, ...comparison.worse].includes(difference) ? 'got worse' : 'changed'}: `,
    `${placeText(place)}: ${failureText(failure.backends, [failure])}`,
    conditions.length > 0 ? `, if ${conditions.join(' and ')}.` : '.',
    more > 0 ? ` ${more} more changed.` : '',
  ];
  return [
    markdown(text.join('')),
    '',
    ...(before === after
      ? diagram('Before and after', before)
      : [...diagram('Before', before), ...diagram('After', after)]),
  ];
}

function diagram(title: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`**${title}**`, '', '```mermaid', text.trimEnd(), '```', ''];
}

function folded(title: string, lines: readonly string[]): string[] {
  return ['<details>', `<summary>${title}</summary>`, '', ...lines, '</details>', ''];
}

function matrixLines(report: ProofReport, budget: number | undefined): string[] {
  return matricesOf(report, budget).flatMap((matrix) => {
    const [place, order] = headingOf(matrix).map(markdown);
    const notes = notesOf(matrix, budget).map((note) => `- ${markdown(`${note}.`)}`);
    return [`### ${place}`, '', order, '', ...table(matrix), '', ...notes, ''];
  });
}

function table(matrix: Matrix): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.map(markdown).join(' | ')} |`;
  return [row(CAPTIONS), row(CAPTIONS.map(() => '---')), ...cellsOf(matrix).map(row)];
}

/** Formats titles, and the indented lines below each title as a list. */
function list(lines: readonly string[]): string[] {
  const isItem = (line: string | undefined): boolean => line?.startsWith(' ') === true;
  return lines.flatMap((line, index) => {
    const text = isItem(line) ? `- ${markdown(line.trim())}` : markdown(line);
    return isItem(line) && isItem(lines[index + 1]) ? [text] : [text, ''];
  });
}

/**
 * GitHub turns some text into mentions, links, and emoji even if it is escaped: it does so after it has rendered the
 * Markdown. A zero-width space prevents that.
 */
const ESCAPED: Readonly<Record<string, string>> = {
  ...{ '<': '&lt;', '>': '&gt;', '&': '&amp;', $: '<span>$</span>' },
  ...{ '@': '\\@&#8203;', '#': '\\#&#8203;', ':': '\\:&#8203;', '.': '\\.&#8203;' },
};

/** Matches what is markup anywhere, and the `@`, `:` or `.` of a mention, a URL, or an emoji. */
const MARKUP = /[|<>&[\]*_`\\#~$]|@(?=\w)|:(?=\/\/|[\w+-]+:)|(?<=www)\./gi;

/** Escapes text so that names do not become markup. */
function markdown(text: string): string {
  return printable(text).replace(MARKUP, (character) => ESCAPED[character] ?? `\\${character}`);
}
