import fc from 'fast-check';
import type { ExchangeResult, SimulationResult } from '../../../simulator/engine/results';
import { formatJson } from '../../../simulator/scenario/format-json';
import { formatMermaid } from '../../../simulator/scenario/format-mermaid';
import { formatTable } from '../../../simulator/scenario/format-table';
import {
  attempt,
  exchange,
  FAILOVER,
  FAILOVER_RESULT,
  jsonOf,
  PRIMARY,
  requestAt,
  scenario,
  SECONDARY,
} from './results';

const result = (given: Partial<SimulationResult>): SimulationResult => ({
  exchanges: [],
  breakers: [],
  assumptions: {},
  ...given,
});

const many = (count: number) => Array.from({ length: count }, (_, n) => n);

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

describe('the JSON', () => {
  test('is this and no more', () => {
    const { exchanges, breakers } = FAILOVER_RESULT;
    const [first] = exchanges;
    const json = jsonOf({
      exchanges: [
        { ...first, attempts: [attempt(0.1 + 0.2, PRIMARY, { status: null, reason: 'Timeout', duration: 1 / 3 })] },
      ],
      breakers: [{ ...breakers[0], unit: 2 }, breakers[1]],
      assumptions: { units: 2, longestRetryAfter: null },
    });
    expect(JSON.parse(json)).toEqual({
      exchanges: [
        {
          at: 0,
          status: 200,
          headers: { 'X-Attempt-Count': '4' },
          attempts: [
            { backend: PRIMARY, at: 0.3, duration: 0.333, status: null, reason: 'Timeout', breaker: 'closed' },
          ],
        },
      ],
      breakers: [
        { backend: PRIMARY, at: 1, state: 'open', until: 31, unit: 2 },
        { backend: PRIMARY, at: 31, state: 'closed', until: null },
      ],
      assumptions: { units: 2, longestRetryAfter: null },
    });
    expect(json).toMatch(/^\{\n {2}"exchanges": \[/);
  });

  test('comes in parts that are not longer for more requests, and make one text', () => {
    const exchanges = many(1000).map((at) => exchange({ at, attempts: [attempt(at, PRIMARY)] }));
    const parts = [...formatJson(result({ exchanges, breakers: FAILOVER_RESULT.breakers }))];
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(100_000);
    const json = parts.join('');
    expect(json).toBe(`${JSON.stringify(JSON.parse(json), null, 2)}\n`);
    expect((JSON.parse(json) as SimulationResult).exchanges.map(({ at }) => at)).toEqual(many(1000));
    const none = jsonOf(result({}));
    expect(none).toBe(`${JSON.stringify(JSON.parse(none), null, 2)}\n`);
  });

  test('tells which attempt opened a circuit, and what failed in the policies', () => {
    const error = { at: 0, address: 'a', policy: 'retry', line: 1, column: 2, message: 'm' };
    const opening = attempt(0, PRIMARY, { status: 503, breaker: 'open', opensUntil: 30 });
    const json = jsonOf(result({ exchanges: [exchange({ attempts: [opening], errors: [error] })] }));
    const [told] = (JSON.parse(json) as { exchanges: [object] }).exchanges;
    expect(told).toMatchObject({ attempts: [{ breaker: 'open', opensUntil: 30 }], errors: [error] });
  });

  test('has the same bytes for the same result, in whatever order its fields were made', () => {
    const turned = {
      assumptions: FAILOVER_RESULT.assumptions,
      breakers: FAILOVER_RESULT.breakers,
      exchanges: FAILOVER_RESULT.exchanges.map(
        (told) => Object.fromEntries(Object.entries(told).reverse()) as unknown as ExchangeResult,
      ),
    };
    expect(jsonOf(turned)).toBe(jsonOf(FAILOVER_RESULT));
  });
});

/** What a line of a sequence diagram may be; text holds nothing that Mermaid acts on. */
const TEXT = String.raw`(?:[^#;:<>{}%\n\r]|#\d+;)*`;
const LINE = new RegExp(
  `^(?:sequenceDiagram|    title ${TEXT}|    participant \\w+ as ${TEXT}|    rect rgba\\(128, 128, 128, 0\\.1\\)|    end` +
    `|(?:    ){1,2}Note over \\w+(?:,\\w+)?: ${TEXT}|        \\w+(?:->>|-->>|--x)\\w+: ${TEXT})$`,
);

describe('the sequence diagram', () => {
  test('shows client, gateway and backends as in the article', () => {
    expect(formatMermaid(FAILOVER, FAILOVER_RESULT)).toMatchInlineSnapshot(`
     "sequenceDiagram
         title the primary region is down
         participant client as Client
         participant gateway as apim-primary-sdc-orfff
         participant backend1 as func-primary-sdc-orfff
         participant backend2 as func-secondary-nwe-g5bv4
         rect rgba(128, 128, 128, 0.1)
             Note over client: at 0 s
             client->>gateway: POST /resilient-api/
             gateway->>backend1: attempt 1
             backend1-->>gateway: 503
             gateway->>backend1: attempt 2
             backend1-->>gateway: 503
             gateway->>backend1: attempt 3
             backend1-->>gateway: 503
             Note over backend1: circuit opens until 31 s
             gateway->>backend2: attempt 4
             backend2-->>gateway: 200
             gateway-->>client: 200 after 2 s
         end
         rect rgba(128, 128, 128, 0.1)
             Note over client: at 5 s
             client->>gateway: POST /resilient-api/
             gateway->>backend2: attempt 1
             backend2-->>gateway: 200
             gateway-->>client: 200
         end
         rect rgba(128, 128, 128, 0.1)
             Note over client: at 40 s
             client->>gateway: POST /resilient-api/
             gateway->>backend1: attempt 1
             backend1-->>gateway: 200
             gateway-->>client: 200 after 0.2 s
         end
     "
    `);
  });

  test('shows an attempt without a response as lost', () => {
    const attempts = [attempt(0, PRIMARY, { status: null, reason: 'Timeout', duration: 5 })];
    const diagram = formatMermaid(
      scenario(),
      result({ exchanges: [exchange({ status: 504, duration: 5, attempts })] }),
    );
    expect(diagram).toContain('\n        backend1--xgateway: timeout\n        gateway-->>client: 504 after 5 s\n');
  });

  test('shows which unit opens its circuit where there are several, and what failed in the policies', () => {
    const attempts = [attempt(0, PRIMARY, { status: 503, breaker: 'open', opensUntil: 30 })];
    const errors = [{ at: 0, address: 'policy', policy: 'retry', line: 1, column: 2, message: 'It failed.' }];
    const diagram = formatMermaid(
      scenario(),
      result({ exchanges: [exchange({ unit: 2, status: 500, attempts, errors })], assumptions: { units: 2 } }),
    );
    expect(diagram).toContain('\n        Note over backend1: circuit opens until 30 s, on unit 2\n');
    expect(diagram).toContain(
      '\n        Note over gateway: policy, line 1, column 2#58; #60;retry#62;#58; It failed.\n',
    );
  });

  test('shows a backend that is scripted and never called', () => {
    const diagram = formatMermaid(
      scenario({ backends: new Map([[SECONDARY, []]]) }),
      result({ exchanges: [exchange()] }),
    );
    expect(diagram).toContain(`participant backend1 as ${SECONDARY}\n    participant backend2 as ${PRIMARY}\n`);
  });

  test('says how many requests are left out', () => {
    const exchanges = many(25).map((at) => exchange({ at }));
    const diagram = formatMermaid(scenario({ requests: many(25).map(requestAt) }), result({ exchanges }));
    expect(diagram.match(/rect /g)).toHaveLength(20);
    expect(diagram).toContain('    Note over client,gateway: 5 more requests are not shown\n');
  });

  test('is one, whatever the names hold', () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.constantFrom('end', 'a;b', '#35;', '%% a', 'wrap: a', 'a\nb', 'a->>b: c', '{x}'),
    );
    fc.assert(
      fc.property(name, name, name, (backend, path, description) => {
        const diagram = formatMermaid(
          scenario({ description, apiManagement: backend, requests: [{ ...requestAt(0), path }] }),
          result({
            exchanges: [exchange({ attempts: [attempt(0, backend, { status: null, reason: path })] })],
          }),
        );
        expect(
          diagram
            .trimEnd()
            .split('\n')
            .filter((line) => !LINE.test(line)),
        ).toEqual([]);
      }),
    );
  });
});
