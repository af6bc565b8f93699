import { asText, FunctionContext, Functions, giveUp, refuse } from '../language/function';
import { ofKind } from '../language/kinds';
import { objectOf } from '../language/structures';
import { GoRegex, Match } from '../regex/match';
import { PatternError, UnsupportedPattern } from '../regex/pattern';
import type { Value } from '../../value';
import { listOf } from './lists';

/** Functions of regular expressions. */
export const REGEXES: Functions = {
  regex: {
    run: ([pattern, text], context) => {
      const { regex, characters } = prepared(asText(pattern), asText(text), context);
      const match = regex.match(characters, 0);
      return match ? capturesOf(regex, match, characters) : refuse('a pattern does not match a string');
    },
  },
  regexall: {
    run: ([pattern, text], context) => {
      const { regex, characters } = prepared(asText(pattern), asText(text), context);
      return listOf(regex.matches(characters).map((match) => capturesOf(regex, match, characters)));
    },
  },
  replace: {
    run: ([text, part, by], context) => {
      const pattern = /^\/(.*)\/$/s.exec(asText(part))?.[1];
      return pattern === undefined
        ? replaced(asText(text), asText(part), asText(by), context)
        : replacedMatches(asText(text), pattern, asText(by), context);
    },
  },
};

function prepared(
  pattern: string,
  text: string,
  { budget }: FunctionContext,
): { readonly regex: GoRegex; readonly characters: readonly string[] } {
  try {
    return { regex: new GoRegex(pattern, (steps) => budget.spend(steps)), characters: Array.from(text) };
  } catch (error) {
    if (error instanceof PatternError) return refuse(`a pattern is not valid: ${error.message}`);
    if (error instanceof UnsupportedPattern) return giveUp(error.message);
    throw error;
  }
}

/** The whole match; or, if the pattern has groups, their texts as a list or by name. */
function capturesOf({ groups }: GoRegex, match: Match, characters: readonly string[]): Value {
  const texts = textsOf(match, groups.length, characters);
  if (groups.length === 0) return texts[0] ?? null;
  const isNamed = groups.some((name) => name !== undefined);
  if (!isNamed) return ofKind('tuple', texts.slice(1));
  if (groups.includes(undefined)) return refuse('a pattern mixes groups with and without names');
  return objectOf(groups.map((name = '', index) => [name, texts[index + 1] ?? null]));
}

/** The text of the match and of each group; null for a group without a match. */
function textsOf(match: Match, groups: number, characters: readonly string[]): (string | null)[] {
  return Array.from({ length: groups + 1 }, (_, group) => {
    const [from, to] = [match[2 * group], match[2 * group + 1]];
    return from === undefined || to === undefined ? null : characters.slice(from, to).join('');
  });
}

function replaced(text: string, part: string, by: string, { budget }: FunctionContext): Value {
  const count = part === '' ? text.length + 1 : text.split(part).length - 1;
  budget.text(text.length + count * by.length);
  return part === '' ? by + Array.from(text, (character) => character + by).join('') : text.replaceAll(part, () => by);
}

function replacedMatches(text: string, pattern: string, by: string, context: FunctionContext): Value {
  const { regex, characters } = prepared(pattern, text, context);
  let result = '';
  let end = 0;
  const add = (part: string): void => {
    result += part;
    context.budget.text(part.length);
  };
  for (const match of regex.matches(characters)) {
    const [from = 0, to = 0] = match;
    add(characters.slice(end, from).join(''));
    add(expanded(by, regex.groups, textsOf(match, regex.groups.length, characters)));
    end = to;
  }
  add(characters.slice(end).join(''));
  return result;
}

/** Replaces `$1`, `${1}`, `$name` and `$$`, as Go does. */
function expanded(by: string, groups: readonly (string | undefined)[], texts: readonly (string | null)[]): string {
  return by.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (_, plain: string | undefined, braced: string | undefined): string => {
    const name = plain ?? braced;
    if (name === undefined) return '$';
    const index = /^\d+$/.test(name) ? Number(name) : groups.indexOf(name) + 1;
    return (index > 0 || name === '0' ? texts[index] : '') ?? '';
  });
}
