import fc from 'fast-check';
import { Duration } from '../lib';

describe('Duration', () => {
  test.each([
    [Duration.seconds(30), 'PT30S'],
    [Duration.seconds(60), 'PT1M'],
    [Duration.seconds(90), 'PT90S'],
    [Duration.minutes(90), 'PT90M'],
    [Duration.hours(2), 'PT2H'],
    [Duration.hours(36), 'PT36H'],
    [Duration.milliseconds(1500), 'PT1.5S'],
    [Duration.seconds(0), 'PT0S'],
  ])('%s', (duration, text) => {
    expect(duration.toIsoString()).toBe(text);
    expect(duration.toString()).toBe(text);
  });

  test('the text says the same number of seconds', () => {
    const factors: Record<string, number> = { S: 1, M: 60, H: 3600 };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom('seconds', 'minutes', 'hours'),
        (amount, unit) => {
          const duration = Duration[unit as 'seconds'](amount);
          const [, digits, letter] = /^PT(\d+)([SMH])$/.exec(duration.toIsoString()) ?? [];
          expect(Number(digits) * factors[letter]).toBe(duration.toSeconds());
        },
      ),
    );
  });
});
