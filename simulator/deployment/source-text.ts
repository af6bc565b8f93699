import type { Position } from '../../lib/policy';

/** Lines of a file that a text is the content of, or that it is rendered from. */
export interface SourceText {
  readonly file: string;
  readonly lines: readonly string[];
  /** The number of the first line. */
  readonly from: number;
}

/** A place in a file. */
export interface SourcePlace {
  readonly file: string;
  /** Starts at 1. */
  readonly line: number;
  readonly column?: number;
}

/** What can change the number of lines: a directive, and a mark that removes white space. */
const CHANGES_LINES = /%\{|\$\{~|~\}/;

/** Returns where a position of a text is in its source; undefined if that is not certain. */
export function placeIn(source: SourceText, text: string, { line, column }: Position): SourcePlace | undefined {
  const { file, lines, from } = source;
  const own = text.split('\n');
  const first = lines.findIndex((each) => each.trim() !== '' && !each.includes('${'));
  const indent = first < 0 ? 0 : Math.max(0, lines[first].length - (own.at(first)?.length ?? 0));
  if (lines.some((each) => each.slice(0, indent).trim() !== '')) return undefined;
  const plain = lines.map((each) => each.slice(indent));
  const isContent = plain.join('\n') === text;
  const isRendered =
    plain.length === own.length &&
    !lines.some((each) => CHANGES_LINES.test(each)) &&
    plain.every((each, index) => each === own[index] || each.includes('${'));
  if (!isContent && !isRendered) return undefined;
  // An interpolated value moves the columns after it.
  const [before, after] = [plain[line - 1].slice(0, column - 1), plain[line - 1].slice(column - 1)];
  const isAt = isContent || (own[line - 1].startsWith(before) && !before.includes('${') && !after.startsWith('${'));
  return { file, line: from + line - 1, ...(isAt && { column: column + indent }) };
}
