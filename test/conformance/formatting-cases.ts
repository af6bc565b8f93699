import fc from 'fast-check';

const NUMBERS =
  '0 5 -5 42 1234567 -1234567 2147483647 5000000000L -1L 0.0 0.5 1.5 2.5 -2.5 1234.5678 0.000123 1e21 1.005 100.0 1e-7 ' +
  '1e15 123456789012345678.0 0.49999999999999994 2.675 -0.0 0.1f 12345.6789m -0.5m 1.10m 0.0m 1.5f (byte)200 (short)-7 7u double.NaN';
const NUMBER_FORMATS =
  'C C0 D D5 d2 F F0 F2 N N0 N2 G G3 g R E E2 e4 X x X4 P P0 P1 0 00 000.00 # #.## 0.00 #,##0 #,##0.00 0.0# 0% 0.#% ' +
  '0.00;(0.00) 0.00;-0.00;zero 0e0 0.###E+00 \\\\#0 0, 000-00 a0b Z +0;-0';

export const formats = fc
  .tuple(
    fc.constantFrom(...NUMBERS.split(' ')),
    fc.constantFrom(...NUMBER_FORMATS.split(' ')),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([number, format, form]) =>
    form === 0
      ? `return string.Format("{0,8:${format}}|", ${number});`
      : `return (${number}).ToString("${format}", CultureInfo.InvariantCulture);`,
  );

const DATES = [
  'new DateTime(2026, 1, 2, 3, 4, 5)',
  'new DateTime(2026, 12, 31, 23, 59, 59, DateTimeKind.Utc)',
  'new DateTime(2024, 2, 29)',
  'new DateTime(2026, 7, 4).AddTicks(1234567)',
  'DateTime.Parse("2026-05-06T07:08:09.1234567Z").ToUniversalTime()',
  'DateTimeOffset.Parse("2026-01-02T03:04:05+02:00")',
  'DateTimeOffset.FromUnixTimeSeconds(1700000000)',
];
const DATE_FORMATS =
  'o s u r d D t T f F g G M y Y U yyyy-MM-dd yyyy-MM-ddTHH:mm:ssZ yyyy-MM-ddTHH:mm:ss.fffZ hh:mm_tt ddd dddd MMM MMMM yy %h %d ' +
  'fff FFF ss.FFFFFFF K zzz zz z X';
const DATE_MEMBERS =
  'Year DayOfWeek DayOfYear Date TimeOfDay Ticks Millisecond AddMonths(1) AddYears(-1) AddDays(0.5) AddHours(25) AddSeconds(1.23456) AddMilliseconds(0.4) AddDays(1e9) ' +
  'AddTicks(7) Add(TimeSpan.FromMinutes(90)) Subtract(TimeSpan.FromDays(400)) ToUniversalTime() UtcDateTime Offset ' +
  'ToUnixTimeSeconds() CompareTo(DateTime.MinValue) ToOffset(TimeSpan.FromHours(-5)) ToString(CultureInfo.InvariantCulture) ToString() ToString("g") ToLongDateString() ToShortTimeString()';
const SPANS =
  'new TimeSpan(1,2,3) new TimeSpan(1,2,3,4,5) TimeSpan.FromSeconds(90.5) TimeSpan.FromMinutes(-90) TimeSpan.FromDays(1.5) ' +
  'TimeSpan.FromSeconds(0.0004) TimeSpan.FromMilliseconds(1.6) new TimeSpan(36000000001L)';
const SPAN_MEMBERS =
  'Days Hours Minutes Seconds Milliseconds Ticks TotalDays TotalHours TotalMinutes TotalSeconds TotalMilliseconds ToString() ToString("c") ToString("g") ToString("G") ' +
  'ToString(@"hh\\:mm\\:ss") ToString(@"d\\.hh") Negate() Duration() Add(TimeSpan.FromHours(1))';

export const times = fc.oneof(
  fc
    .tuple(fc.constantFrom(...DATES), fc.constantFrom(...DATE_FORMATS.split(' ')))
    .map(([date, format]) => `return (${date}).ToString("${format}", CultureInfo.InvariantCulture);`),
  fc
    .tuple(fc.constantFrom(...DATES), fc.constantFrom(...DATE_MEMBERS.split(' ')))
    .map(([date, member]) => `return (${date}).${member};`),
  fc
    .tuple(
      fc.constantFrom(
        ...SPANS.split(' T')
          .map((text, index) => (index === 0 ? text : `T${text}`))
          .flatMap(spansIn),
      ),
      fc.constantFrom(...SPAN_MEMBERS.split(' ')),
    )
    .map(([span, member]) => `return (${span}).${member};`),
);

function spansIn(text: string): string[] {
  return text.split(/ (?=new )/);
}

const TEXTS =
  '5|-5| 5 |+5|05|5.0|5.5|.5|1,000|1e3|2147483648|9223372036854775808|300|-1|x||true|True| false |yes|NaN|Infinity|-Infinity|' +
  '0x1F|1_000|79228162514264337593543950335|5-|00:01:02|1.02:03:04|7|2026-01-02|2026-01-02T03:04:05Z|2026-13-01T00:00:00|' +
  '24:00|1:60|1:2:3:4|1:2:3:4.5|10675200|1/2/2026|01/02/2026 13:04|1/2/2026 3:04:05 PM|12/31/2025 12:00am|1/2/2026 13:00 AM|' +
  '11111111-2222-3333-4444-555555555555|{11111111-2222-3333-4444-555555555555}|11111111222233334444555555555555';
const PARSERS =
  'int.Parse|long.Parse|byte.Parse|short.Parse|uint.Parse|ulong.Parse|double.Parse|float.Parse|decimal.Parse|bool.Parse|' +
  'DateTime.Parse|DateTimeOffset.Parse|TimeSpan.Parse|Guid.Parse|Convert.ToInt32|Convert.ToInt64|Convert.ToDouble|Convert.ToDecimal|Convert.ToBoolean|Convert.ToByte';

export const parsing = fc
  .tuple(fc.constantFrom(...PARSERS.split('|')), fc.constantFrom(...TEXTS.split('|')))
  .map(([parser, text]) => `return ${parser}("${text}");`);
