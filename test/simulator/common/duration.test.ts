import { parseDuration } from '../../../simulator/common/duration';

test.each([
  ['PT0S', 0],
  ['PT0.5S', 0.5],
  ['PT1M30S', 90],
  ['PT1.5M', 90],
  ['P1DT2H', 93_600],
  ['P1D', 86_400],
  ['P1W', 604_800],
])('%s', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', 'P', 'PT', '5s', 'PT5', 'P1M', 'P1Y', 'PT-1S', 'pt1s', ' PT1S', 'PT1S\n', 'PT1e3S'])(
  '%j is none',
  (text) => expect(parseDuration(text)).toBeUndefined(),
);
