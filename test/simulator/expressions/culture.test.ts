import { CSharp, CSharpException, formatValue, loadCSharp } from '../../../simulator/expressions';
import { contextOf } from './support';

let csharp: CSharp;
beforeAll(async () => {
  csharp = await loadCSharp();
});

const D = 'new DateTime(2026, 1, 2, 15, 4, 5)';
const OFFSET = 'new DateTimeOffset(2026, 1, 2, 15, 4, 5, TimeSpan.FromHours(2))';

/** The texts that .NET writes on Windows. */
test.each<[expression: string, invariant: string, american: string]>([
  [`${D}.ToString()`, '01/02/2026 15:04:05', '1/2/2026 3:04:05 PM'],
  [`"at " + ${D}`, 'at 01/02/2026 15:04:05', 'at 1/2/2026 3:04:05 PM'],
  [`$"{${D}} {${D}:d}"`, '01/02/2026 15:04:05 01/02/2026', '1/2/2026 3:04:05 PM 1/2/2026'],
  [`Convert.ToString((object)${D})`, '01/02/2026 15:04:05', '1/2/2026 3:04:05 PM'],
  [`string.Join("|", new[] { ${D} })`, '01/02/2026 15:04:05', '1/2/2026 3:04:05 PM'],
  [`new StringBuilder().Append(${D}).ToString()`, '01/02/2026 15:04:05', '1/2/2026 3:04:05 PM'],
  ['JToken.Parse("\\"2026-01-02T15:04:05Z\\"").ToString()', '01/02/2026 15:04:05', '1/2/2026 3:04:05 PM'],
  [D, '01/02/2026 15:04:05', '1/2/2026 3:04:05 PM'],
  [
    `${D}.ToString("d", CultureInfo.InvariantCulture) + ", " + ${D}.ToString("d")`,
    '01/02/2026, 01/02/2026',
    '01/02/2026, 1/2/2026',
  ],
  [OFFSET, '01/02/2026 15:04:05 +02:00', '1/2/2026 3:04:05 PM +02:00'],
  [`${OFFSET}.ToString("G")`, '01/02/2026 15:04:05', '1/2/2026 3:04:05 PM'],
  [`${D}.ToString("D")`, 'Friday, 02 January 2026', 'Friday, January 2, 2026'],
  [`${D}.ToString("t")`, '15:04', '3:04 PM'],
  [`${D}.ToString("T")`, '15:04:05', '3:04:05 PM'],
  [`${D}.ToString("f")`, 'Friday, 02 January 2026 15:04', 'Friday, January 2, 2026 3:04 PM'],
  [`${D}.ToString("F")`, 'Friday, 02 January 2026 15:04:05', 'Friday, January 2, 2026 3:04:05 PM'],
  [`${D}.ToString("U")`, 'Friday, 02 January 2026 15:04:05', 'Friday, January 2, 2026 3:04:05 PM'],
  [`${D}.ToString("g")`, '01/02/2026 15:04', '1/2/2026 3:04 PM'],
  [`${D}.ToString("M") + ${D}.ToString("m")`, 'January 02January 02', 'January 2January 2'],
  [`${D}.ToString("Y") + ${D}.ToString("y")`, '2026 January2026 January', 'January 2026January 2026'],
  [`${D}.ToShortDateString() + " " + ${D}.ToShortTimeString()`, '01/02/2026 15:04', '1/2/2026 3:04 PM'],
  [`${D}.ToLongDateString()`, 'Friday, 02 January 2026', 'Friday, January 2, 2026'],
  [`${D}.ToLongTimeString()`, '15:04:05', '3:04:05 PM'],
  ['1234.5.ToString("C")', '\u00a41,234.50', '$1,234.50'],
  ['(-1234.567m).ToString("C1")', '(\u00a41,234.6)', '($1,234.6)'],
  ['string.Format("{0:C0}", -3)', '(\u00a43)', '($3)'],
])('%s is %j, or %j', (expression, invariant, american) => {
  const text = (culture: 'invariant' | 'en-US'): string => {
    const context = contextOf({ culture });
    return formatValue(csharp.compile(`@(${expression})`).evaluate(context), context);
  };
  expect([text('invariant'), text('en-US')]).toEqual([invariant, american]);
});

/** A context whose culture must not be read. */
function contextWithout(): ReturnType<typeof contextOf> {
  return Object.defineProperty(contextOf(), 'culture', {
    get: () => {
      throw new Error('the culture is read');
    },
  });
}

test.each<[expression: string, text: string]>([
  [`${D}.ToString("o")`, '2026-01-02T15:04:05.0000000'],
  [`${D}.ToString("M/d h:mm tt")`, '1/2 3:04 PM'],
  [`${D}.ToString(CultureInfo.InvariantCulture)`, '01/02/2026 15:04:05'],
  [`${D}.ToString("d", CultureInfo.InvariantCulture)`, '01/02/2026'],
  [`${OFFSET}.ToString(CultureInfo.InvariantCulture)`, '01/02/2026 15:04:05 +02:00'],
  [`string.Format(CultureInfo.InvariantCulture, "{0} {1:C}", ${D}, 1)`, '01/02/2026 15:04:05 \u00a41.00'],
  [`Convert.ToString((object)${D}, CultureInfo.InvariantCulture)`, '01/02/2026 15:04:05'],
  ['(string)JToken.Parse("\\"2026-01-02T15:04:05Z\\"")', '01/02/2026 15:04:05'],
  [`JsonConvert.SerializeObject(${D})`, '"2026-01-02T15:04:05"'],
  ['1234.5.ToString("N1") + 0.5.ToString("P0") + 1.5', '1,234.550 %1.5'],
  ['new TimeSpan(1, 2, 3, 4, 50).ToString("g")', '1:2:03:04.05'],
  ['new TimeSpan(2, 3, 4).ToString("g") + TimeSpan.Zero.ToString("g")', '2:03:040:00:00'],
  ['(-new TimeSpan(1, 2, 3)).ToString("G")', '-0:01:02:03.0000000'],
  ['DateTime.Parse("1/2/2026 3:04:05 PM").ToString("s")', '2026-01-02T15:04:05'],
  ['DateTime.Parse("01/02/2026 13:04").ToString("s")', '2026-01-02T13:04:00'],
  ['DateTime.Parse("12/31/2025 12:00 AM").ToString("s")', '2025-12-31T00:00:00'],
  ['((DateTime)(JToken)"01/02/2026").ToString("s")', '2026-01-02T00:00:00'],
  ['DateTimeOffset.Parse("1/2/2026").ToString("o")', '2026-01-02T00:00:00.0000000+00:00'],
])('%s is %j in any culture', (expression, text) => {
  expect(csharp.compile(`@(${expression})`).evaluate(contextWithout())).toBe(text);
});

test('DateTimeOffset has no format U', () => {
  expect(() => csharp.compile(`@(${OFFSET}.ToString("U"))`).evaluate(contextOf())).toThrow(CSharpException);
});
