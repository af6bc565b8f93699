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

/**
 * The texts that no message of this process shows: the values of sensitive variables, and what is made of them. The
 * pattern of a text is made when it is first needed.
 */
const hidden = new Map<string, RegExp | undefined>();
let longestFirst: readonly string[] | undefined;
/** The texts that the user declares not to be secret. */
const revealed = new Set<string>();

/** Hides a text, in uppercase and in lowercase, in all messages and reports from now on. */
export function hide(text: string): void {
  if (text.length < SHORTEST || LEVELS.has(text.toLowerCase()) || hidden.has(text) || revealed.has(text)) return;
  hidden.set(text, undefined);
  longestFirst = undefined;
}

/** Shows a text again, also if it is hidden later. */
export function reveal(text: string): void {
  revealed.add(text);
  hidden.delete(text);
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
    ? text.replace(JSON_STRING, (string) => (SHORT_KEY.test(string) ? string : masked(string)))
    : masked(text);
}

const JSON_STRING = /"(?:[^"\\]|\\.)*"(?:\s*:)?/g;
/** Matches a name in JSON that is so short that a hidden text could equal it by chance. */
const SHORT_KEY = /^"[a-z]{1,7}"\s*:$/i;

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
  if (each.length > LONGEST_PATTERN) return text.replaceAll(each, HIDDEN);
  let pattern = hidden.get(each);
  if (!pattern) {
    pattern = patternOf(each);
    hidden.set(each, pattern);
  }
  return text.replace(pattern, HIDDEN);
}

/** Matches a text and its longer lines, as they are written in a message, in JSON, in XML, and in a URL. */
function patternOf(text: string): RegExp {
  const lines = text.split(/[\r\n]+/).filter((line) => line.length >= SHORTEST_PART);
  const written = [...new Set([text, ...lines])].flatMap((each) => [
    each,
    JSON.stringify(each).slice(1, -1),
    each.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    encodeURIComponent(each.replace(LONE_SURROGATE, '')),
  ]);
  const starts = written.filter(({ length }) => length > START).map((each) => each.slice(0, START));
  const whole = [...new Set(written)].map(escaped).join('|');
  if (text.length < SHORTEST_PART) return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${whole})(?![\\p{L}\\p{N}_])`, 'giu');
  const started = [...new Set(starts)].map((start) => `|${escaped(start)}[^\\s"'<>]*`).join('');
  return new RegExp(whole + started, 'giu');
}

const LONE_SURROGATE = /[\ud800-\udfff]/gu;

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
