import { Assertion, CharacterSet, Pattern, UnsupportedPattern } from './pattern';

export type Instruction =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  /** Continues at both places; the first one is preferred. */
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'match' };

const LONGEST = 20_000;

/** Compiles a pattern to a program, in which quantifiers with bounds are unrolled. */
export function compilePattern(pattern: Pattern): readonly Instruction[] {
  const program: Instruction[] = [];
  const add = <T extends Instruction>(instruction: T): T => {
    if (program.length >= LONGEST) throw new UnsupportedPattern('a pattern is too large');
    program.push(instruction);
    return instruction;
  };
  const compile = (of: Pattern): void => {
    switch (of.kind) {
      case 'set':
      case 'assertion':
        add(of);
        return;
      case 'sequence':
        of.items.forEach(compile);
        return;
      case 'choice':
        return choice(of.items);
      case 'group':
        add({ kind: 'save', slot: 2 * of.index + 2 });
        compile(of.inner);
        add({ kind: 'save', slot: 2 * of.index + 3 });
        return;
      case 'repeat':
        return repeat(of);
    }
  };
  const choice = (items: readonly Pattern[]): void => {
    const jumps = items.slice(0, -1).map((item) => {
      const split = add({ kind: 'split' as const, first: program.length + 1, second: 0 });
      compile(item);
      const jump = add({ kind: 'jump' as const, to: 0 });
      split.second = program.length;
      return jump;
    });
    compile(items.at(-1)!);
    for (const jump of jumps) jump.to = program.length;
  };
  const split = (isLazy: boolean, into: number): ((past: number) => void) => {
    const added = add({ kind: 'split' as const, first: into, second: into });
    return (past) => {
      if (isLazy) added.first = past;
      else added.second = past;
    };
  };
  const repeat = ({ inner, least, most, isLazy }: Pattern & { readonly kind: 'repeat' }): void => {
    for (let round = 0; round < least; round++) compile(inner);
    if (most === Infinity) {
      // Go decides in its own way what a group in such a pattern captures.
      if (canBeEmpty(inner)) throw new UnsupportedPattern('a pattern repeats what can be empty');
      const start = program.length;
      const leave = split(isLazy, start + 1);
      compile(inner);
      add({ kind: 'jump', to: start });
      leave(program.length);
      return;
    }
    const leaves: ((past: number) => void)[] = [];
    for (let round = least; round < most; round++) {
      leaves.push(split(isLazy, program.length + 1));
      compile(inner);
    }
    for (const leave of leaves) leave(program.length);
  };
  compile(pattern);
  add({ kind: 'match' });
  return program;
}

function canBeEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'set':
      return false;
    case 'assertion':
      return true;
    case 'sequence':
      return pattern.items.every(canBeEmpty);
    case 'choice':
      return pattern.items.some(canBeEmpty);
    case 'group':
      return canBeEmpty(pattern.inner);
    case 'repeat':
      return pattern.least === 0 || canBeEmpty(pattern.inner);
  }
}
