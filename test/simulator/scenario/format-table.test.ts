import fc from 'fast-check';
import { formatTable } from '../../../simulator/scenario/format-table';
import {
  attempt,
  exchange,
  FAILOVER,
  FAILOVER_RESULT,
  many,
  PRIMARY,
  requestAt,
  result,
  scenario,
  SECONDARY,
} from './results';

describe('the table', () => {
  test('shows failover within one request, the open circuit, and the way back', () => {
    expect(formatTable({ ...FAILOVER, expect: [{ request: 0, status: 200 }] }, FAILOVER_RESULT, []))
      .toMatchInlineSnapshot(`
     "apim-primary-sdc-orfff: the primary region is down

     #    at  request               client receives  backend                   responses    circuit
     -  ----  --------------------  ---------------  ------------------------  -----------  ----------------
     0   0 s  POST /resilient-api/  200 in 2 s       func-primary-sdc-orfff    503 503 503  opens until 31 s
                                                     func-secondary-nwe-g5bv4  200
     1   5 s  POST /resilient-api/  200 at once      func-secondary-nwe-g5bv4  200
     2  40 s  POST /resilient-api/  200 in 0.2 s     func-primary-sdc-orfff    200

     3 requests: 200 for all; 6 attempts

     Circuits
        1 s  func-primary-sdc-orfff opens until 31 s
       31 s  func-primary-sdc-orfff closes

     Expectations
       1 of 1 met

     Assumptions about undocumented behavior of API Management
       units              1
       failureWindow      sliding
       successResets      false
       longestRetryAfter  none
     "
    `);
  });

  test('lists what was expected and is not so', () => {
    const table = formatTable(
      {
        ...FAILOVER,
        expect: [
          { request: 0, status: 200 },
          { request: 1, status: 200 },
        ],
      },
      FAILOVER_RESULT,
      ['request 0: status 200 expected, 503 received'],
    );
    expect(table).toContain('\nExpectations not met\n  request 0: status 200 expected, 503 received\n');
  });

  test('says why there was no response, and counts what repeats', () => {
    const attempts = [
      attempt(0, PRIMARY, { status: null, reason: 'BackendConnectionFailure' }),
      ...many(4).map((n) => attempt(n, PRIMARY, { status: null, reason: 'Timeout', duration: 1 })),
      attempt(5, PRIMARY, { status: null, reason: 'Odd\nreason' }),
      attempt(5, PRIMARY, { status: null }),
    ];
    const table = formatTable(scenario(), result({ exchanges: [exchange({ status: 504, attempts })] }), []);
    expect(table).toContain('no-connection');
    expect(table).toContain('4 x timeout');
    expect(table).toContain('Odd\\u000areason');
    expect(table).toContain('no-response');
  });

  test('says which region a request is sent to', () => {
    const requests = [{ ...requestAt(0), region: 'Norway East' }];
    expect(formatTable(scenario({ requests }), result({ exchanges: [exchange()] }), [])).toContain(
      '  POST /resilient-api/ in Norway East  200 at once',
    );
  });

  test('says where no backend was called, and where a circuit is open already', () => {
    const exchanges = [
      exchange({ status: 401, attempts: [] }),
      exchange({ status: 503, attempts: [attempt(3, SECONDARY, { status: 503, breaker: 'open' })] }),
    ];
    const table = formatTable({ ...scenario(), requests: [0, 3].map(requestAt) }, result({ exchanges }), []);
    expect(table).toMatch(/401 at once +none\n/);
    expect(table).toMatch(new RegExp(`${SECONDARY} +503 +is open\n`));
    expect(table).toContain('2 requests: 401 for 1, 503 for 1; 1 attempt\n\nCircuits\n  none opened\n');
  });

  test('says of each opening which attempt and which unit it was, and of late answers that the circuit is open', () => {
    const failed = (at: number, given: object): object =>
      attempt(at, PRIMARY, { status: 503, breaker: 'open', ...given });
    const exchanges = [
      exchange({ unit: 2, attempts: [failed(0, { opensUntil: 1 }), failed(2, { opensUntil: 3 })] as never }),
      exchange({ unit: 1, attempts: [failed(0, {})] as never }),
    ];
    const of = (units: number): string[] =>
      formatTable(scenario({ requests: [0, 0].map(requestAt) }), result({ exchanges, assumptions: { units } }), [])
        .split('\n')
        .slice(4, 7)
        .map((line) => line.slice(line.indexOf(PRIMARY)));
    expect(of(2)).toEqual([
      `${PRIMARY}  503        opens until 1 s, on unit 2`,
      `${PRIMARY}  503        opens until 3 s, on unit 2`,
      `${PRIMARY}  503        is open`,
    ]);
    expect(of(1)[0]).toBe(`${PRIMARY}  503        opens until 1 s`);
  });

  test('says what failed in the policies, once, with all its words', () => {
    const error = {
      ...{ at: 0, address: 'azurerm_api_management_api_policy.orders', policy: 'set-header', line: 3, column: 12 },
      message: `Expression evaluation failed. ${'Object reference not set to an instance of an object. '.repeat(2)}`,
    };
    const other = { at: 1, address: 'azurerm_api_management_policy.all', policy: 'retry', message: 'Odd\nmessage' };
    const failed = exchange({ status: 500, attempts: [], errors: [error] });
    const exchanges = [failed, exchange(), failed, exchange({ status: 500, errors: [other] })];
    const table = formatTable(scenario({ requests: [0, 1, 2, 3].map(requestAt) }), result({ exchanges }), []);
    expect(table).toContain(
      [
        '',
        'Policies that failed',
        '  request 0 and 1 more: azurerm_api_management_api_policy.orders, line 3, column 12: <set-header>: Expression',
        '    evaluation failed. Object reference not set to an instance of an object. Object reference not set to an instance',
        '    of an object.',
        '  request 3: azurerm_api_management_policy.all: <retry>: Odd\\u000amessage',
        '',
      ].join('\n'),
    );
  });

  test('shows the first and the last of many, and says how many are left out', () => {
    const count = 5000;
    const exchanges = many(count).map((at) => exchange({ at }));
    const breakers = many(count).map((at) => ({
      backend: PRIMARY,
      at,
      state: 'open' as const,
      until: at + 1,
      unit: 2,
    }));
    const table = formatTable(scenario({ requests: many(count).map(requestAt) }), result({ exchanges, breakers }), []);
    expect(table.split('\n').length).toBeLessThan(80);
    expect(table).toContain('... 4975 requests not shown ...');
    expect(table).toContain('... 4975 not shown ...');
    expect(table).toMatch(/\n +0 +0 s +POST /);
    expect(table).toMatch(/\n4999 +4999 s +POST /);
    expect(table).toContain(`${PRIMARY} opens until 5000 s, on unit 2\n`);
    expect(table).toContain('5000 requests: 200 for all; 5000 attempts');
  });

  test('stays narrow and its columns aligned, whatever the names', () => {
    const name = fc.string({ minLength: 1, maxLength: 90, unit: 'binary' });
    const answers = fc.constantFrom({ status: 503 }, { status: 200 }, { status: null, reason: 'Timeout' });
    const attempts = fc.array(fc.tuple(name, answers), { maxLength: 51 });
    fc.assert(
      fc.property(name, attempts, (path, made) => {
        const table = formatTable(
          scenario({ apiManagement: path, description: path.repeat(3), requests: [{ ...requestAt(0), path }] }),
          result({
            exchanges: [exchange({ at: 86_400.123, attempts: made.map(([to, given]) => attempt(0, to, given)) })],
          }),
          [],
        );
        expect(table.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(Math.max(...table.split('\n').map(({ length }) => length))).toBeLessThan(120);
      }),
      { numRuns: 50 },
    );
  });
});
