import { budget } from '../budget';
import { outOfRange, Unsupported } from '../errors';
import { Frame } from '../frame';
import { DoubleValue } from '../value';
import { declare, framed } from './declare';

const MOST = 2 ** 31 - 1;

/**
 * Returns the generator of a `Random` with a seed, which is the same in all versions of .NET: a subtractive generator
 * with a state of 55 numbers.
 */
function seeded(seed: number): () => number {
  budget.spend(300);
  budget.allocate(512);
  const state = new Array<number>(56).fill(0);
  const difference = (a: number, b: number): number => {
    const result = (a - b) | 0;
    return result < 0 ? (result + MOST) | 0 : result;
  };
  let [last, one] = [161_803_398 - Math.min(Math.abs(seed), MOST), 1];
  state[55] = last;
  for (let index = 1; index < 55; index++) {
    const place = (21 * index) % 55;
    state[place] = one;
    one = difference(last, one);
    last = state[place];
  }
  for (let round = 0; round < 4; round++)
    for (let index = 1; index < 56; index++) state[index] = difference(state[index], state[1 + ((index + 30) % 55)]);
  let at = 0;
  return () => {
    at = (at % 55) + 1;
    const next = difference(state[at], state[((at + 20) % 55) + 1]);
    return (state[at] = next === MOST ? MOST - 1 : next);
  };
}

class RandomValue {
  constructor(private readonly next?: () => number) {}

  /** Returns a number from 0 to below 1. */
  fraction({ context }: Frame): number {
    return this.next ? this.next() * (1 / MOST) : context.random();
  }

  whole({ context }: Frame): number {
    return this.next ? this.next() : Math.floor(context.random() * MOST);
  }

  between(frame: Frame, least: number, most: number): number {
    if (this.next && most - least > MOST) throw new Unsupported('a range of this size is not supported with a seed');
    return least + Math.floor(this.fraction(frame) * (most - least));
  }
}

declare('Random', {
  'new()': () => new RandomValue(),
  'new(int)': (seed: number) => new RandomValue(seeded(seed)),
  'int Next()': framed((frame: Frame, random: RandomValue) => random.whole(frame)),
  'int Next(int)': framed((frame: Frame, random: RandomValue, most: number) => {
    if (most < 0) throw outOfRange('maxValue');
    return random.between(frame, 0, most);
  }),
  'int Next(int, int)': framed((frame: Frame, random: RandomValue, least: number, most: number) => {
    if (least > most) throw outOfRange('minValue');
    return random.between(frame, least, most);
  }),
  'double NextDouble()': framed((frame: Frame, random: RandomValue) => new DoubleValue(random.fraction(frame))),
});
