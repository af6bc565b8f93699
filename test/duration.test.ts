import { Token } from 'cdktf';
import fc from 'fast-check';
import { Duration } from '../lib';
import { parseDuration } from '../simulator/common/duration';
import { CANONICAL_DURATION } from './support/canonical-duration';

describe('Duration', () => {
  test.each([
    [Duration.seconds(30), 'PT30S'],
    [Duration.seconds(60), 'PT1M'],
    [Duration.seconds(90), 'PT1M30S'],
    [Duration.seconds(90.1), 'PT1M30.1S'],
    [Duration.seconds(59.9999999), 'PT1M'],
    [Duration.minutes(90), 'PT1H30M'],
    [Duration.minutes(1.1), 'PT1M6S'],
    [Duration.hours(2), 'PT2H'],
    [Duration.hours(24), 'P1D'],
    [Duration.hours(25), 'P1DT1H'],
    [Duration.seconds(86_401), 'P1DT1S'],
    [Duration.hours(8760), 'P365D'],
    [Duration.milliseconds(500), 'PT0.5S'],
    [Duration.milliseconds(1500), 'PT1.5S'],
    [Duration.milliseconds(1001), 'PT1.001S'],
    [Duration.milliseconds(0.0001), 'PT0S'],
    [Duration.seconds(0), 'PT0S'],
    [Duration.seconds(-90), 'PT-90S'],
    [Duration.seconds(Number.NaN), 'PTNaNS'],
  ])('%s', (duration, text) => {
    expect(duration.toIsoString()).toBe(text);
    expect(duration.toString()).toBe(text);
  });

  test('a token stays in seconds', () => {
    const amount = Token.asNumber('${var.seconds}');
    expect(Duration.seconds(amount).toIsoString()).toBe(`PT${amount}S`);
  });

  test('the text is the same duration, in the form that Azure returns', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: 0, max: 40_000_000 }).map((amount) => Duration.seconds(amount)),
          fc.integer({ min: 0, max: 1_000_000 }).map((amount) => Duration.minutes(amount)),
          fc.integer({ min: 0, max: 20_000 }).map((amount) => Duration.hours(amount)),
          fc.integer({ min: 0, max: 400_000_000 }).map((amount) => Duration.milliseconds(amount)),
        ),
        (duration) => {
          const text = duration.toIsoString();
          expect(text).toMatch(CANONICAL_DURATION);
          expect(parseDuration(text)).toBeCloseTo(duration.toSeconds(), 6);
        },
      ),
    );
  });
});
