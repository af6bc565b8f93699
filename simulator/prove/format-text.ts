import { printable } from '../../lib/messages';
import { columns } from '../scenario/columns';
import { Matrix, matricesOf } from './matrix';
import { CAPTIONS, cellsOf, headingOf } from './matrix-table';
import { assumptionTexts, comparisonLines, gapLines, LEGEND, notesOf, summaryOf, TextOptions } from './proof-notes';
import type { ProofReport } from './proof-report';

const WIDEST = 140;

/** Formats the matrices as tables, with a summary. */
export function formatProofText(report: ProofReport, options: TextOptions): string {
  const matrices = matricesOf(report, options.budget);
  const blocks = [
    ...matrices.map((matrix) => [
      ...headingOf(matrix),
      '',
      ...tableOf(matrix),
      '',
      ...notesOf(matrix, options.budget).map((note) => `${note}.`),
    ]),
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

function assumptionLines(report: ProofReport): string[] {
  const texts = assumptionTexts(report);
  if (texts.length === 0) return [];
  return [
    'Simulated under every relevant combination of these assumptions about undocumented behavior of Azure:',
    ...wrapped(texts.join(', '), WIDEST - 2).map((line) => `  ${line}`),
  ];
}

/** The maximum width of each column. Longer text wraps. */
const WIDTHS = [26, 30, 30, 13, 30, 25];

function tableOf(matrix: Matrix): string[] {
  const rows = cellsOf(matrix).map((cells) => cells.map((cell, index) => wrapped(printable(cell), WIDTHS[index])));
  return columns(
    CAPTIONS.map((caption, index) => ({ caption, widest: WIDTHS[index] })),
    rows,
    WIDEST,
  );
}

/** Wraps text at spaces, and within words that are too long, so that names stay complete. */
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
