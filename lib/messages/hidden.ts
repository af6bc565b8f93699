/** A placeholder for hidden text. */
export const HIDDEN = '...';
/** Shorter texts are not hidden: they are no secrets, and occur everywhere. */
const SHORTEST = 3;
/** Shorter texts are hidden only where they are whole words. */
const SHORTEST_PART = 8;
/** The length of the start of a long text that is hidden, too, because messages shorten long texts. */
const START = 32;
/** Longer texts, such as a policy document with a secret, are hidden only where they occur unchanged. */
const LONGEST_PATTERN = 10_000;
/** Words with which reports state the level of a finding. Without them, a report is not valid. */
const LEVELS: ReadonlySet<string> = new Set(['error', 'warning', 'note', 'none']);

/** What is hidden with a text: its longer lines, and the starts of long ones. The pattern is made when it is needed. */
interface Hidden {
  readonly lines: readonly string[];
  readonly starts: readonly string[];
  /** The first deployment that hides it. */
  readonly deployment: number;
  pattern?: RegExp;
}

/** The texts that no message of this process shows: the values of sensitive variables, and what is made of them. */
const hidden = new Map<string, Hidden>();
let longestFirst: readonly string[] | undefined;
/** The texts that the deployment declares not to be secret. */
const revealed = new Set<string>();
/** The number of the deployment that is being read. */
let deployment = 0;

/** Starts to read another deployment. It can reveal only texts that no earlier one hides. */
export function startDeployment(): void {
  deployment++;
  revealed.clear();
}

/**
 * Hides texts, in uppercase and in lowercase, in all messages and reports from now on.
 *
 * @param madeOf the texts of which they are made. A line that they have in common is not hidden by itself: a policy
 * document with a secret is no reason to hide `<policies>`.
 */
export function hide(texts: readonly string[], madeOf: readonly string[] = []): void {
  let common: Set<string> | undefined;
  for (const text of texts) {
    const isLevel = LEVELS.has(text.toLowerCase());
    if (text.length < SHORTEST || isLevel || hidden.has(text) || revealed.has(text)) continue;
    common ??= new Set(madeOf.flatMap(linesOf).flatMap((line) => [line.trim(), startOf(line)]));
    hidden.set(text, { ...partsOf(text, common), deployment });
    longestFirst = undefined;
  }
}

function partsOf(text: string, common: ReadonlySet<string>): Pick<Hidden, 'lines' | 'starts'> {
  const own = linesOf(text).filter((line) => line.length >= SHORTEST_PART && !common.has(line.trim()));
  const long = [text, ...own].filter((each) => each.length > START && !common.has(startOf(linesOf(each)[0] ?? '')));
  return { lines: own, starts: long.map((each) => each.slice(0, START)) };
}

function linesOf(text: string): string[] {
  return text.split(/[\r\n]+/);
}

/** Returns the start of a line, without its indentation. */
function startOf(line: string): string {
  return line.trim().slice(0, START);
}

/** Shows a text of the deployment again, also if it is hidden later. */
export function reveal(text: string): void {
  revealed.add(text);
  if (hidden.get(text)?.deployment === deployment) hidden.delete(text);
  longestFirst = undefined;
}

/** Returns whether any text is hidden. */
export function hidesAny(): boolean {
  return hidden.size > 0;
}

/** Returns whether the whole text is hidden. */
export function isHidden(text: string): boolean {
  return hidden.has(text);
}

/** Returns whether the text contains a hidden text. */
export function containsHidden(text: string): boolean {
  return withoutHidden(text) !== text;
}

/** Returns the text with a placeholder for each hidden text in it. JSON remains valid, and keeps its numbers. */
export function withoutHidden(text: string): string {
  if (hidden.size === 0) return text;
  return isJson(text)
    ? text.replace(JSON_STRING, (string) => (SHORT_KEY.test(string) ? string : maskedString(string)))
    : masked(text);
}

const JSON_STRING = /"(?:[^"\\]|\\.)*"(?:\s*:)?/g;
/** Matches a name in JSON that is so short that a hidden text could equal it by chance. */
const SHORT_KEY = /^"[a-z]{1,7}"\s*:$/i;

/** Returns a string of JSON, or a name with its colon. A hidden text can begin with the letter of an escape sequence. */
function maskedString(string: string): string {
  const end = string.lastIndexOf('"') + 1;
  const text = JSON.parse(string.slice(0, end)) as string;
  const shown = masked(text);
  return shown === text ? string : JSON.stringify(shown) + string.slice(end);
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function masked(text: string): string {
  // A text can be a part of another.
  longestFirst ??= [...hidden.keys()].sort((one, other) => other.length - one.length);
  let shown = text;
  for (const each of longestFirst) {
    if (shown.length >= Math.min(each.length, SHORTEST_PART)) shown = without(shown, each);
  }
  return shown;
}

function without(text: string, each: string): string {
  const parts = hidden.get(each);
  if (!parts || each.length > LONGEST_PATTERN) return text.replaceAll(each, HIDDEN);
  parts.pattern ??= patternOf(each, parts);
  return text.replace(parts.pattern, HIDDEN);
}

/** Matches a text and its parts, as they are written in a message, in JSON, in XML, and in a URL. */
function patternOf(text: string, { lines, starts }: Hidden): RegExp {
  const whole = alternatives([text, ...lines]);
  if (text.length < SHORTEST_PART) return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${whole})(?![\\p{L}\\p{N}_])`, 'giu');
  const started = starts.length > 0 ? `|(?:${alternatives(starts)})[^\\s"'<>]*` : '';
  return new RegExp(whole + started, 'giu');
}

function alternatives(texts: readonly string[]): string {
  const written = texts.flatMap((each) => [
    each,
    JSON.stringify(each).slice(1, -1),
    each.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    encodeURIComponent(each.replace(LONE_SURROGATE, '')),
  ]);
  return [...new Set(written)].map(escaped).join('|');
}

const LONE_SURROGATE = /[\ud800-\udfff]/gu;

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
