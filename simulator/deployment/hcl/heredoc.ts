/** Matches the line of an argument whose value is a heredoc. */
const START = /=[ \t]*<<-?([\p{L}_][\p{L}\p{N}_-]*)[ \t]*\r?$/u;

/** The lines of a heredoc, and an empty one, since each of them ends. */
export interface Heredoc {
  readonly lines: readonly string[];
  /** The number of the first line. */
  readonly from: number;
}

/** Returns the heredoc that is the value of the argument on a line of an HCL file. */
export function heredocAt(lines: readonly string[], line: number): Heredoc | undefined {
  const [, marker] = START.exec(lines[line - 1] ?? '') ?? [];
  const end = marker === undefined ? -1 : lines.findIndex((each, index) => index >= line && each.trim() === marker);
  return end < 0 ? undefined : { lines: [...lines.slice(line, end), ''], from: line + 1 };
}
