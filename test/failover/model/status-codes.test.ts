import fc from 'fast-check';
import {
  FIRST_STATUS_CODE,
  formatStatusCodes,
  LAST_STATUS_CODE,
  spansOf,
  statusCodesIn,
  statusCodesWhere,
  without,
} from '../../../lib/failover';

const statusCode = fc.integer({ min: FIRST_STATUS_CODE, max: LAST_STATUS_CODE });
const codes = fc.array(statusCode, { maxLength: 60 }).map((each) => new Set(each));

test.each([
  [[], ''],
  [[503], '503'],
  [[504, 502, 503], '502-504'],
  [[500, 501, 505, 507, 508], '500-501, 505, 507-508'],
])('formatStatusCodes: %j', (given, text) => {
  expect(formatStatusCodes(new Set(given))).toBe(text);
});

test('spans hold exactly the codes, in ascending order, and no two of them touch', () => {
  fc.assert(
    fc.property(codes, (given) => {
      const spans = spansOf(given);
      const covered = statusCodesWhere((code) => spans.some(({ min, max }) => min <= code && code <= max));
      expect(covered).toEqual(given);
      spans.forEach(({ min, max }, index) => {
        expect(min).toBeLessThanOrEqual(max);
        if (index > 0) expect(min).toBeGreaterThan((spans[index - 1]?.max ?? 0) + 1);
      });
    }),
  );
});

test('what is formatted can be read back', () => {
  fc.assert(
    fc.property(codes, (given) => {
      const text = formatStatusCodes(given);
      const ranges = text
        .split(', ')
        .filter(Boolean)
        .map((span) => span.split('-').map(Number));
      const read = ranges.map(([min = NaN, max = min]) => ({ min, max }));
      expect(read).toEqual(spansOf(given));
      expect(statusCodesIn(read)).toEqual(given);
    }),
  );
});

test('without: in the first, and not in the second', () => {
  fc.assert(
    fc.property(codes, codes, statusCode, (a, b, code) => {
      expect(without(a, b).has(code)).toBe(a.has(code) && !b.has(code));
    }),
  );
  expect(without(new Set([500, 502]), new Set([502, 503]))).toEqual(new Set([500]));
});

test('neither changes what it is given', () => {
  const [a, b] = [new Set([504, 502]), new Set([502])];
  spansOf(a);
  without(a, b);
  expect([[...a], [...b]]).toEqual([[504, 502], [502]]);
});

describe('statusCodesIn', () => {
  test.each([
    ['no ranges', [], ''],
    ['both ends included', [{ min: 502, max: 504 }], '502-504'],
    ['overlapping and adjacent ranges', [502, 503, 505].map((min) => ({ min, max: min + 1 })), '502-506'],
    ['ends between two status codes', [{ min: 500.5, max: 503.5 }], '501-503'],
    ['min over max', [{ min: 504, max: 502 }], ''],
    ['what is no status code', [{ min: 0, max: 100_000 }], '200-599'],
  ])('%s', (_, ranges, text) => {
    expect(formatStatusCodes(statusCodesIn(ranges) ?? new Set([0]))).toBe(text);
  });

  test.each([
    [{ min: 'unknown', max: 504 }],
    [{ min: 502, max: 'unknown' }],
    [{ min: 'unknown', max: 'unknown' }],
  ] as const)('undefined with %j', (range) => {
    expect(statusCodesIn([{ min: 500, max: 500 }, range])).toBeUndefined();
  });
});
