import * as fc from 'fast-check';
import { VirtualClock } from '../../../lib/failover';

test('it runs what is due in the order of its times, and of its scheduling where they are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (delays) => {
      const clock = new VirtualClock(0);
      const ran: [at: number, index: number][] = [];
      delays.forEach((delay, index) => clock.schedule(delay, () => ran.push([clock.now, index])));
      while (clock.runNext());
      const expected = delays.map((at, index): [number, number] => [at, index]);
      expect(ran).toEqual(expected.sort(([a, i], [b, j]) => a - b || i - j));
    }),
  );
});

test('what runs may schedule more; nothing runs at once', () => {
  const clock = new VirtualClock(0);
  const ran: string[] = [];
  clock.schedule(5, () => {
    clock.schedule(0, () => ran.push(`later at ${clock.now}`));
    ran.push(`first at ${clock.now}`);
  });
  expect(ran).toEqual([]);
  while (clock.runNext());
  expect(ran).toEqual(['first at 5', 'later at 5']);
});

test('advance runs what is due, and stands at the end', () => {
  const clock = new VirtualClock(0);
  const ran: number[] = [];
  for (const delay of [1000, 2000, 2001]) clock.schedule(delay, () => ran.push(clock.now));
  clock.advance(2000);
  expect(ran).toEqual([1000, 2000]);
  expect(clock.now).toBe(2000);
  clock.advance(0.5);
  expect(ran).toHaveLength(2);
  expect(clock.now).toBe(2000.5);
});
