import { printable } from '../../lib/messages';
import { columns } from '../scenario/columns';
import { Matrix, matricesOf, orderText, placeText } from './matrix';
import { assumptionTexts, comparisonLines, gapLines, LEGEND, notesOf, summaryOf, TextOptions } from './proof-notes';
import type { ProofReport } from './proof-report';

const WIDEST = 140;

/** The matrices as tables, and what they come to. */
export function formatProofText(report: ProofReport, options: TextOptions): string {
  const matrices = matricesOf(report, options.budget);
  const blocks = [
    ...matrices.map((matrix) => [...headingOf(matrix), '', ...tableOf(matrix), '', ...notesOf(matrix).map(sentence)]),
    gapLines(report),
    options.against ? comparisonLines(options.against) : [],
    [...summaryOf(report, options), ...(matrices.length > 0 ? LEGEND.map((line) => `  ${line}`) : [])],
    assumptionLines(report),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${printable(line).trimEnd()}\n`).join(''))
    .join('\n');
}

/** The matrices as Markdown, for a pull request. */
export function formatProofMarkdown(report: ProofReport, options: TextOptions): string {
  const matrices = matricesOf(report, options.budget);
  const blocks = [
    ...matrices.flatMap((matrix) => {
      const [place, order] = headingOf(matrix).map(markdown);
      return [
        `### ${place}`,
        '',
        order,
        '',
        ...markdownTable(matrix),
        '',
        ...notesOf(matrix).map((note) => `- ${markdown(sentence(note))}`),
        '',
      ];
    }),
    ...list(gapLines(report)),
    ...(options.against ? list(comparisonLines(options.against)) : []),
    ...list(summaryOf(report, options)),
  ];
  return blocks.join('\n');
}

function sentence(note: string): string {
  return `${note}.`;
}

function headingOf({ request }: Matrix): string[] {
  return [placeText(request, request.operations.length - 1), orderText(request)];
}

function assumptionLines(report: ProofReport): string[] {
  const texts = assumptionTexts(report);
  if (texts.length === 0) return [];
  return [
    'Played under every combination that can matter of what Azure does not document:',
    ...wrapped(texts.join(', '), WIDEST - 2).map((line) => `  ${line}`),
  ];
}

const CAPTIONS = ['failing', 'how', 'first request', 'then', 'after recovery', 'verdict'] as const;

/** How wide each column may be; longer texts go on below. */
const WIDTHS = [26, 30, 30, 13, 30, 24];

function cellsOf({ rows }: Matrix): string[][] {
  return rows.map(({ backends, hows, first, then, after, verdict }, index) => {
    const isSame = index > 0 && rows[index - 1].backends.join() === backends.join();
    return [isSame ? '' : backends.join(' + '), hows.join(', '), first, then, after, verdict];
  });
}

function tableOf(matrix: Matrix): string[] {
  const rows = cellsOf(matrix).map((cells) => cells.map((cell, index) => wrapped(printable(cell), WIDTHS[index])));
  return columns(
    CAPTIONS.map((caption, index) => ({ caption, widest: WIDTHS[index] })),
    rows,
    WIDEST,
  );
}

/** A text in lines, broken at spaces, and within words that are too long: no part of a name is left out. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    for (line = word; line.length > width; line = line.slice(lines[lines.length - 1].length)) {
      lines.push(line.slice(0, line.lastIndexOf('-', width - 1) + 1 || width));
    }
  }
  return [...lines, line];
}

function markdownTable(matrix: Matrix): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.map(markdown).join(' | ')} |`;
  return [row(CAPTIONS), row(CAPTIONS.map(() => '---')), ...cellsOf(matrix).map(row)];
}

/** Titles, and what stands indented below each as a list. */
function list(lines: readonly string[]): string[] {
  const isItem = (line: string | undefined): boolean => line?.startsWith(' ') === true;
  return lines.flatMap((line, index) => {
    const text = isItem(line) ? `- ${markdown(line.trim())}` : markdown(line);
    return isItem(line) && isItem(lines[index + 1]) ? [text] : [text, ''];
  });
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** What a name holds must not become markup. */
function markdown(text: string): string {
  return printable(text).replace(/[|<>&[\]*_`\\#~]/g, (character) => ENTITIES[character] ?? `\\${character}`);
}
