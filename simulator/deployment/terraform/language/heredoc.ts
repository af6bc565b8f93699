import type { Expression } from './expression';
import type { Scanner } from './scanner';

const START = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[^\S\n]*\r?\n/uy;

/** Parses `<<EOT` or `<<-EOT` with the lines up to the one that is `EOT`. */
export function heredoc(scanner: Scanner, template: (text: string, isIndented: boolean) => Expression): Expression {
  const start = scanner.matchHere(START) ?? scanner.fail();
  const marker = start.replace(/^<<-?/, '').trim();
  const end = new RegExp(`^[^\\S\\n]*${marker}[^\\S\\n]*$`, 'mu');
  const rest = scanner.source.slice(scanner.at);
  const found = end.exec(rest) ?? scanner.fail(`the heredoc ${marker} is not closed`);
  scanner.at += found.index + found[0].length;
  return template(rest.slice(0, found.index), start.startsWith('<<-'));
}
