import type { Expression } from './expression';
import type { Scanner } from './scanner';

const START = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[^\S\n]*\r?\n/uy;

/** Parses `<<EOT` or `<<-EOT` with the lines up to the one that is `EOT`. */
export function heredoc(scanner: Scanner, template: (text: string) => Expression): Expression {
  const start = scanner.matchHere(START) ?? scanner.fail();
  const marker = start.replace(/^<<-?/, '').trim();
  const end = new RegExp(`^[^\\S\\n]*${marker}[^\\S\\n]*$`, 'mu');
  const rest = scanner.source.slice(scanner.at);
  const found = end.exec(rest) ?? scanner.fail(`the heredoc ${marker} is not closed`);
  scanner.at += found.index + found[0].length;
  const text = rest.slice(0, found.index);
  return template(start.startsWith('<<-') ? withoutIndent(text) : text);
}

/** Removes the spaces that all lines begin with. */
function withoutIndent(text: string): string {
  const lines = text.match(/[^\n]*\n/g) ?? [];
  const indent = Math.min(...lines.map((line) => /^ */.exec(line)![0].length));
  return lines.map((line) => line.slice(indent)).join('');
}
