import { printable } from '../../lib/messages';
import { columns } from '../scenario/columns';
import type { Comparison, Difference } from './comparison';
import { Matrix, matricesOf, secondsOf, valueText, verdictText } from './matrix';
import { isOverBudget, isUnsurvived, Place, ProofReport } from './proof-report';

/** What is added to a report where it is printed for people. */
export interface TextOptions {
  /** Seconds. */
  readonly budget?: number;
  readonly against?: Comparison;
}

const WIDEST = 140;

/** The matrices as tables, and what they come to. */
export function formatProofText(report: ProofReport, options: TextOptions): string {
  const blocks = matricesOf(report, options.budget).map((matrix) => [
    headingOf(matrix.place),
    '',
    ...(matrix.rows.length > 0 ? tableOf(matrix) : []),
    ...notesOf(matrix).map((note) => `${note}.`),
  ]);
  const compared = options.against ? [comparisonLines(options.against)] : [];
  return [...blocks, ...compared, summaryOf(report, options)]
    .map((lines) => lines.map((line) => `${printable(line).trimEnd()}\n`).join(''))
    .join('\n');
}

/** The matrices as Markdown, for a pull request. */
export function formatProofMarkdown(report: ProofReport, options: TextOptions): string {
  const blocks = matricesOf(report, options.budget).map((matrix) => [
    `### ${markdown(headingOf(matrix.place))}`,
    '',
    ...(matrix.rows.length > 0 ? markdownTable(matrix) : []),
    ...notesOf(matrix).map((note) => `- ${markdown(note)}.`),
    '',
  ]);
  const compared = options.against ? [[...comparisonLines(options.against).map((line) => markdown(line)), '']] : [];
  return [...blocks, ...compared, summaryOf(report, options).map(markdown)]
    .map((lines) => lines.map((line) => `${line}\n`).join(''))
    .join('');
}

function headingOf({ service, api, operation, region }: Place): string {
  return `${service}: API ${api}, operation ${operation}${region === null ? '' : `, in ${region}`}`;
}

const CAPTIONS = ['failing', 'how', 'first request', 'then, at the worst', 'after recovery', 'verdict'] as const;

function cellsOf({ rows }: Matrix): string[][] {
  return rows.map(({ backends, hows, first, then, after, verdict }, index) => {
    const isSame = index > 0 && rows[index - 1].backends.join() === backends.join();
    return [isSame ? '' : backends.join(' + '), hows.join(', '), first, then, after, verdict];
  });
}

function tableOf(matrix: Matrix): string[] {
  const rows = cellsOf(matrix).map((cells) => cells.map((cell, index) => wrapped(cell, WIDTHS[index])));
  return columns(
    CAPTIONS.map((caption, index) => ({ caption, widest: WIDTHS[index] })),
    rows,
    WIDEST,
  ).concat('');
}

/** How wide each column may be; longer texts go on below. */
const WIDTHS = [26, 30, 30, 18, 30, 24];

/** A text in lines, broken at spaces. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width || line === '') line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function markdownTable(matrix: Matrix): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.map(markdown).join(' | ')} |`;
  return [row(CAPTIONS), row(CAPTIONS.map(() => '---')), ...cellsOf(matrix).map(row), ''];
}

/** What a name holds must not become markup. */
function markdown(text: string): string {
  return printable(text)
    .replace(/[|<>[\]*_`\\]/g, (character) =>
      character === '|' ? '\\|' : character === '<' ? '&lt;' : `\\${character}`,
    )
    .replace(/^\\-/, '-');
}

function notesOf({ slowest, passedOn, unreached, rows }: Matrix): string[] {
  const notes: string[] = [];
  if (unreached !== undefined) {
    notes.push(
      `Answered ${unreached} before any backend was reached, so nothing is proved; give a better request with --requests`,
    );
  }
  if (slowest) {
    const { failure, longest } = slowest;
    notes.push(
      `A client waits ${secondsOf(longest)} at the most while a backend is healthy: ${failure.backends.join(' + ')} (${failure.how})`,
    );
  }
  const copies = Math.max(0, ...rows.flatMap(({ guarantees }) => guarantees.map(({ first }) => first.copies)));
  if (copies > 1) notes.push(`Backends may execute the same request up to ${copies} times`);
  if (passedOn !== undefined) {
    notes.push(`Status ${passedOn} is passed on to the client as the backend's answer: nothing counts or retries it`);
  }
  return notes;
}

function summaryOf(report: ProofReport, { budget }: TextOptions): string[] {
  const tried = report.guarantees.filter(({ verdict }) => verdict !== 'no healthy backend');
  const lost = tried.filter(isUnsurvived);
  const over = tried.filter((each) => isOverBudget(each, budget));
  const lines = [
    `${tried.length - lost.length} of ${tried.length} failures that leave a backend healthy are survived` +
      (budget === undefined ? '' : `, ${over.length} take longer than the budget of ${secondsOf(budget)}`),
    ...new Set(lost.filter(({ decidedBy }) => decidedBy.length > 0).map((each) => `  ${verdictText(each)}`)),
  ];
  const names = report.assumptions.map(({ name, values }) => `${name} (${values.map(valueText).join(', ')})`);
  return [
    ...lines,
    '',
    'Played under every combination that can matter of what Azure does not document:',
    ...wrapped(names.join(', '), WIDEST - 2).map((line) => `  ${line}`),
  ];
}

function comparisonLines({ better, worse, added, removed }: Comparison): string[] {
  const line = ({ place, failure, before, now }: Difference): string =>
    `  ${headingOf(place)}: ${failure.backends.join(' + ')} (${failure.how}): ${before} before, ${now} now`;
  const part = (title: string, differences: readonly Difference[]): string[] =>
    differences.length === 0 ? [] : [`${title}: ${differences.length}`, ...differences.map(line)];
  const parts = [
    ...part('Better', better),
    ...part('Worse', worse),
    ...part('Added', added),
    ...part('Removed', removed),
  ];
  return parts.length === 0 ? ['Nothing got better or worse'] : parts;
}
