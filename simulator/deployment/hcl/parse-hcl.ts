import type { JsonObject } from '../value';
import { differenceIn } from './fidelity';
import { layoutOf } from './layout';

/** The maximum number of lines of a heredoc. The time that the parser needs grows with the square of it. */
const LONGEST_HEREDOC = 5_000;

/** Parses HCL into Terraform JSON, whose expressions are templates. Returns the faults if it is not valid. */
export async function parseHcl(name: string, text: string): Promise<JsonObject | readonly string[]> {
  const { longestHeredoc, unclosedComment } = layoutOf(text);
  if (unclosedComment !== undefined) return [`${name}:${unclosedComment}: a comment is not closed`];
  const { line, lines } = longestHeredoc;
  if (lines > LONGEST_HEREDOC) {
    const [count, most] = [lines, LONGEST_HEREDOC].map((each) => each.toLocaleString('en'));
    return [`${name}:${line}: a heredoc has ${count} lines; the maximum is ${most}; use file() for a longer text`];
  }
  // The parser is WebAssembly, which takes a second to load.
  const { parse } = await import('@cdktn/hcl2json');
  try {
    const json = (await parse(FILE, text)) as JsonObject;
    const [at, what] = differenceIn(text, json) ?? [];
    return what === undefined ? json : [`${name}:${at}: ${what}`];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return faultsIn(name, error);
  }
}

/** A name that no fault contains by accident. */
const FILE = 'hcl\u{10fffb}';
const PLACE = new RegExp(`${FILE}:(\\d+),\\d+(?:-(?:\\d+,)?\\d+)?`, 'g');

/** Splits the message of the parser: `parse config: [FILE:2,6-3,1: SUMMARY; DETAIL FILE:4,1-2: SUMMARY; DETAIL]`. */
function faultsIn(name: string, error: Error): string[] {
  if (error instanceof RangeError || error.message.includes('call stack')) {
    return [`${name}: is nested too deeply`];
  }
  const list = /\[([^]*)\]\s*$/.exec(error.message)?.[1] ?? error.message;
  const starts = [...list.matchAll(PLACE)].filter(({ 0: place, index }) => list[index + place.length] === ':');
  if (starts.length === 0) return [`${name}: is not valid HCL: ${list.replaceAll(FILE, name)}`];
  // After a missing quotation mark, the parser reports every line that follows.
  const first = new Map<string, string>();
  starts.forEach(({ 0: place, 1: line, index }, number) => {
    const what = list.slice(index + place.length + 1, starts[number + 1]?.index).trim();
    const plain = what.replace(PLACE, (_, of: string) => `line ${of}`).replace('; ', ': ');
    if (!first.has(plain)) first.set(plain, `${name}:${line}: ${plain}`);
  });
  return [...first.values()];
}
