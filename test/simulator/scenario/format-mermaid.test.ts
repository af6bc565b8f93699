import fc from 'fast-check';
import { formatMermaid } from '../../../simulator/scenario/format-mermaid';
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
