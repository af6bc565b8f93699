import type { Assertion } from './pattern';
import { parsePattern } from './parse';
import { compilePattern, Instruction } from './program';

/** The start and the end of the match and of each group, as indexes of characters; -1 for a group without a match. */
export type Match = readonly number[];

/** A place in the program with what has been captured so far. */
interface Thread {
  readonly at: number;
  readonly slots: readonly number[];
}

/**
 * A regular expression of Go. All alternatives are followed in step, so that the time is at most the product of the
 * lengths of the program and of the text.
 */
export class GoRegex {
  readonly groups: readonly (string | undefined)[];
  private readonly program: readonly Instruction[];

  constructor(
    source: string,
    private readonly spend: (steps: number) => void,
  ) {
    const { pattern, groups } = parsePattern(source);
    this.groups = groups;
    this.program = compilePattern(pattern);
  }

  /** Returns the first match that starts at the index or later. */
  match(text: readonly string[], from: number): Match | undefined {
    let found: Match | undefined;
    let threads: Thread[] = [];
    for (let index = from; index <= text.length; index++) {
      const next: Thread[] = [];
      const current: Thread[] = [];
      const seen = new Set<number>();
      for (const thread of threads) this.follow(text, index, thread, current, seen);
      if (!found) this.follow(text, index, { at: 0, slots: [index] }, current, seen);
      this.spend(seen.size + 1);
      const character = text[index];
      for (const { at, slots } of current) {
        const instruction = this.program[at];
        if (instruction?.kind === 'match') {
          found = [slots[0] ?? 0, index, ...slots.slice(2)];
          break;
        }
        if (instruction?.kind === 'set' && character !== undefined && instruction.set.has(character)) {
          next.push({ at: at + 1, slots });
        }
      }
      if (next.length === 0 && found) return found;
      threads = next;
    }
    return found;
  }

  /** Returns all matches. An empty match directly after another match is not one. */
  matches(text: readonly string[]): Match[] {
    const all: Match[] = [];
    let [index, end] = [0, -1];
    while (index <= text.length) {
      const match = this.match(text, index);
      if (!match) break;
      const [from = 0, to = 0] = match;
      if (to !== index || from !== end) all.push(match);
      index = to === index ? to + 1 : to;
      end = to;
    }
    return all;
  }

  /** Adds the places that can be reached without reading a character, in the order of preference. */
  private follow(text: readonly string[], index: number, start: Thread, into: Thread[], seen: Set<number>): void {
    const left = [start];
    for (let thread = left.pop(); thread; thread = left.pop()) {
      const { at, slots } = thread;
      if (seen.has(at)) continue;
      seen.add(at);
      const instruction = this.program[at];
      switch (instruction?.kind) {
        case 'jump':
          left.push({ at: instruction.to, slots });
          break;
        case 'split':
          left.push({ at: instruction.second, slots }, { at: instruction.first, slots });
          break;
        case 'save': {
          const saved = [...slots];
          saved[instruction.slot] = index;
          left.push({ at: at + 1, slots: saved });
          break;
        }
        case 'assertion':
          if (holds(instruction.assertion, text, index)) left.push({ at: at + 1, slots });
          break;
        default:
          into.push(thread);
      }
    }
  }
}

function holds(assertion: Assertion, text: readonly string[], index: number): boolean {
  switch (assertion) {
    case 'start':
      return index === 0;
    case 'end':
      return index === text.length;
    case 'line start':
      return index === 0 || text[index - 1] === '\n';
    case 'line end':
      return index === text.length || text[index] === '\n';
    case 'boundary':
      return isWord(text[index - 1]) !== isWord(text[index]);
    case 'no boundary':
      return isWord(text[index - 1]) === isWord(text[index]);
  }
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^\w$/.test(character);
}
