import { Unsupported, outOfRange } from '../errors';
import { Frame } from '../frame';
import { DoubleValue } from '../value';
import { declare, framed } from './declare';

declare('Random', {
  'new()': () => ({}),
  'new(int)': () => {
    throw new Unsupported('a Random with a seed is not supported');
  },
  'int Next()': framed(({ context }: Frame) => Math.floor(context.random() * 2147483647)),
  'int Next(int)': framed(({ context }: Frame, _: object, most: number) => {
    if (most < 0) throw outOfRange('maxValue');
    return Math.floor(context.random() * most);
  }),
  'int Next(int, int)': framed(({ context }: Frame, _: object, least: number, most: number) => {
    if (least > most) throw outOfRange('minValue');
    return least + Math.floor(context.random() * (most - least));
  }),
  'double NextDouble()': framed(({ context }: Frame) => new DoubleValue(context.random())),
});
