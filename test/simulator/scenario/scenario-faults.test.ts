import fc from 'fast-check';
import * as schema from '../../../simulator/scenario/scenario.schema.json';
import { faultsOf, SMALLEST } from './reading';

function many<T>(count: number, value: T): T[] {
  return new Array<T>(count).fill(value);
}

describe('what is wrong with a scenario', () => {
  test('is told all at once, with its place, what was received and what is allowed', () => {
    expect(
      faultsOf(`
        apiManagment: x
        start: yesterday
        backends:
          func-x: [{ statu: 3, from: 5s }, { hang: true, status: 503 }, { refused: false }]
          a.b: []
        requests:
          - { at: 5, method: P OST, path: foo, every: PT1S, headers: { "a b": x, c: [1] } }
          - hello
        tokens: maybe
        expect: [{ request: 0 }, { request: -1, duration: {} }]`),
    ).toMatchInlineSnapshot(`
     [
       "s.yaml: apiManagement is missing",
       "s.yaml: apiManagment is not allowed (did you mean 'apiManagement'?); allowed: $schema, description, apiManagement, start, seed, backends, hosts, requests, tokens, ignorePolicies, assumptions, expect",
       "s.yaml: start: "yesterday" is not allowed; a date and time with a time zone is needed, such as 2026-01-01T00:00:00Z",
       "s.yaml: tokens: "maybe" is not allowed; allowed: "accepted" or "refused"",
       "s.yaml: backends.func-x[0].statu is not allowed (did you mean 'status'?); allowed: from, status, latency, hang, refused, headers, body",
       "s.yaml: backends.func-x[0].from: "5s" is not a duration; an ISO 8601 duration in days, hours, minutes, and seconds is needed, such as PT5S",
       "s.yaml: backends.func-x[1].status cannot be combined with hang",
       "s.yaml: backends.func-x[2].refused: false is not allowed; allowed: true",
       "s.yaml: backends["a.b"] is empty; at least one item is needed",
       "s.yaml: requests[0].every has no effect without times",
       "s.yaml: requests[0].at: 5 is not a duration; an ISO 8601 duration in days, hours, minutes, and seconds is needed, such as PT5S",
       "s.yaml: requests[0].method: "P OST" is not allowed; an HTTP method is needed, such as POST",
       "s.yaml: requests[0].path: "foo" is not allowed; a path that starts with a slash and has no spaces is needed, such as /orders/7?full=1",
       "s.yaml: requests[0].headers: a string of 3 characters is not a valid header name",
       "s.yaml: requests[0].headers.c: a list is not allowed; text or a whole number is needed",
       "s.yaml: requests[1]: a string of 5 characters is not allowed; an object is needed",
       "s.yaml: expect[0] is empty; allowed: request, status, attempts, backend, headers, body, duration",
       "s.yaml: expect[1].request: -1 is out of range; 0 or more is allowed",
       "s.yaml: expect[1].duration is empty; allowed: least, most",
     ]
    `);
  });

  test.each<[string, object]>([
    ['start: "2026-02-31T00:00:99Z" is not a date', { start: '2026-02-31T00:00:99Z' }],
    [
      'backends.x[1].from: PT60S is not later than PT1M, the start of the previous behavior',
      { backends: { x: [{ from: 'PT1M' }, { from: 'PT60S' }] } },
    ],
    [
      'hosts["a.b"][1].from: PT0S is not later than PT0S, the start of the previous behavior',
      { hosts: { 'a.b': [{ status: 503 }, { status: 200 }] } },
    ],
    [
      'expect[0].duration: least PT2S is greater than most PT1S',
      { expect: [{ request: 0, duration: { least: 'PT2S', most: 'PT1S' } }] },
    ],
    [
      'requests: there are 200,000 in total; the maximum is 100,000',
      { requests: [1, 2].map(() => ({ at: 'PT0S', method: 'GET', path: '/', times: 100_000 })) },
    ],
    ['backends.x[0].body cannot be combined with refused', { backends: { x: [{ refused: true, body: 'x' }] } }],
    ['backends.x[0].latency cannot be combined with hang', { backends: { x: [{ hang: true, latency: 'PT1S' }] } }],
    ['backends.x[0].status is empty; at least one item is needed', { backends: { x: [{ status: [] }] } }],
    ['backends.x[0].status: 600 is out of range; 200 to 599 is allowed', { backends: { x: [{ status: 600 }] } }],
    ['apiManagement is empty; text is needed', { apiManagement: '' }],
    ['assumptions.units: 0 is out of range; 1 to 1000 is allowed', { assumptions: { units: 0 } }],
  ])('%s', (fault, given) => {
    expect(faultsOf({ ...SMALLEST, ...given })).toEqual([`s.yaml: ${fault}`]);
  });

  test('tells the names that are not known in one place at once', () => {
    expect(faultsOf({ ...SMALLEST, tests: 1, expect: [{ request: 0, a: 1, b: 2 }] })).toEqual([
      expect.stringMatching(/^s\.yaml: tests is not allowed; allowed: \$schema, description, .* expect$/),
      expect.stringMatching(
        /^s\.yaml: expect\[0\]\.a, expect\[0\]\.b are not allowed; allowed: request, status, .* duration$/,
      ),
    ]);
  });

  test('is told in no more lines than one reads', () => {
    const faults = faultsOf({ ...SMALLEST, requests: Array.from({ length: 5000 }, () => 'x') });
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toBe('... and 4,980 more');
  });

  test('is counted, whatever it is and however often it occurs', () => {
    const request = { at: 5, method: 'P OST', path: 'x', sent: 1, times: 2 };
    const faults = faultsOf({ ...SMALLEST, requests: Array.from({ length: 60_000 }, () => request) });
    expect(faults).toHaveLength(21);
    // Four of each: the name that is not known, and three values.
    expect(faults.at(-1)).toBe('... and 239,980 more');
    expect(faultsOf({ ...SMALLEST, expect: [{ request: 0 }], requests: [request] })).toHaveLength(5);
  });

  test.each<[string, object]>([
    ['requests has 100,001; the maximum is 100,000', { requests: many(100_001, 1) }],
    ['expect has 100,001; the maximum is 100,000', { expect: many(100_001, 1) }],
    ['ignorePolicies has 1,001; the maximum is 1,000', { ignorePolicies: many(1001, 'x') }],
    ['backends.x has 10,001; the maximum is 10,000', { backends: { x: many(10_001, 1) } }],
    ['backends.x[0].status has 10,001; the maximum is 10,000', { backends: { x: [{ status: many(10_001, 503) }] } }],
    ['hosts has 10,001; the maximum is 10,000', { hosts: { ...many(10_001, 1) } }],
    [
      'requests[0].headers has 1,001; the maximum is 1,000',
      { requests: [{ ...SMALLEST.requests[0], headers: { ...many(1001, 'x') } }] },
    ],
    [
      'the behaviors of backends: there are 110,000 in total; the maximum is 100,000',
      { backends: Object.fromEntries(many(11, 0).map((_, n) => [`b${n}`, many(10_000, {})])) },
    ],
  ])('%s', (fault, given) => {
    expect(faultsOf({ ...SMALLEST, ...given })).toEqual([`s.yaml: ${fault}`]);
  });

  test('of 40,000 keys in YAML is told in a line', () => {
    const keys = Array.from({ length: 40_000 }, (_, n) => `k${n}: 1\n`).join('');
    const start = process.cpuUsage();
    expect(faultsOf(`apiManagement: a\nrequests: [{ at: PT0S, method: GET, path: / }]\n${keys}`)).toEqual([
      expect.stringMatching(/^s\.yaml: k0, k1, .*, k19, 39,980 more are not allowed; allowed: \$schema, /),
    ]);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(5);
  });

  test.each([
    ['', 's.yaml: the file is empty; a scenario is needed'],
    ['- a', 's.yaml: a list is not allowed; an object is needed'],
    ['just text', 's.yaml: a string of 9 characters is not allowed; an object is needed'],
    [
      'a: [1,\nb',
      's.yaml: Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 1',
    ],
    ['a: 1\na: 2', 's.yaml: Map keys must be unique at line 2, column 1'],
    ['a: { b: 1, c: 2, "b": 3 }', 's.yaml: Map keys must be unique at line 1, column 18'],
    [`a: ${'b'.repeat(600_000)}`, 's.yaml: it has 0.7 MB of YAML; the maximum is 0.5 MB'],
    [`{"a":\n"${'b'.repeat(600_000)}"`, 's.yaml: is not valid JSON: there is an error at line 2, column 600003'],
    ['['.repeat(100_000), 's.yaml: it is nested too deeply'],
    [
      `{"apiManagement":"a","requests":[{"at":"PT0S","method":"GET","path":"/","body":${'['.repeat(99_999)}${']'.repeat(99_999)}}]}`,
      's.yaml: it is nested too deeply',
    ],
    [
      'a: &a [1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]',
      's.yaml: its aliases expand to too much text',
    ],
  ])('in the file itself: %.20s', (text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  test('never ends in anything but faults, whatever the file holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
        (text) => {
          expect(faultsOf(text).every((fault) => fault.startsWith('s.yaml: ') && !fault.includes('\n'))).toBe(true);
        },
      ),
    );
    const anything = fc.oneof(fc.jsonValue(), fc.constantFrom('PT1S', 503, { request: 0 }, [{ from: 'PT1S' }]));
    const keys = Object.keys(schema.properties);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), anything), (given) => {
        const faults = faultsOf({ ...SMALLEST, ...given });
        expect(faults.every((fault) => /^(?:s\.yaml: \S|\.\.\. and \d+ more$)/.test(fault))).toBe(true);
      }),
    );
  });
});

test.each([
  '',
  'P',
  'PT',
  'P1DT',
  '5s',
  'PT5',
  'P1M',
  'P1Y',
  'P1W',
  'PT-1S',
  'PT1.5M',
  'pt1s',
  ' PT1S',
  'PT1S\n',
  'PT1e3S',
])('%j is no duration in a scenario', (text) => {
  expect(faultsOf({ ...SMALLEST, requests: [{ ...SMALLEST.requests[0], at: text }] })).toEqual([
    `s.yaml: requests[0].at: ${JSON.stringify(text)} is not a duration; an ISO 8601 duration in days, hours, minutes, and seconds is needed, such as PT5S`,
  ]);
});
