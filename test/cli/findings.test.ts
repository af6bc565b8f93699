import { formatFindingsJson, formatFindingsText } from '../../cli/findings';
import { finding, formatFinding } from '../../lib/failover';

const FINDINGS = [
  finding('AF202', 'azurerm_api.A', 'POST may be sent up to 4 times', 'Make sure of it'),
  finding('AF106', 'azurerm_backend.B', 'Retry-After has no bound', 'Leave it out'),
  finding('AF004', 'azurerm_api.A', 'the retry makes 3 attempts', 'Set the count to 3 or more'),
];

describe('findings as text', () => {
  test('stand by resource, the heavier first, with what to change', () => {
    expect(formatFindingsText(FINDINGS)).toBe(`azurerm_api.A
  error    AF004  the retry makes 3 attempts.
                  Set the count to 3 or more.
  note     AF202  POST may be sent up to 4 times.
                  Make sure of it.

azurerm_backend.B
  warning  AF106  Retry-After has no bound.
                  Leave it out.

3 findings: 1 error, 1 warning, 1 note
`);
  });

  test('say once what to change where the same is found of one resource several times', () => {
    const leaks = ['local', 'remote'].map((name) => finding('AF102', 'azurerm_api.A', `'${name}' leaks`, 'Retry it'));
    const other = finding('AF102', 'azurerm_api.A', 'a missing response leaks', 'Retry where there is none');
    const elsewhere = finding('AF102', 'azurerm_api.B', "'local' leaks", 'Retry it');
    expect(formatFindingsText([leaks[0], other, FINDINGS[2], leaks[1], elsewhere])).toBe(`azurerm_api.A
  error    AF004  the retry makes 3 attempts.
                  Set the count to 3 or more.
  warning  AF102  'local' leaks.
                  'remote' leaks.
                  Retry it.
  warning  AF102  a missing response leaks.
                  Retry where there is none.

azurerm_api.B
  warning  AF102  'local' leaks.
                  Retry it.

5 findings: 1 error, 4 warnings
`);
  });

  test('keep those apart that weigh differently', () => {
    const levels = ['warning', 'error'] as const;
    const found = levels.map((level) => finding('AF004', 'azurerm_api.A', `an ${level}`, 'Set the count', level));
    expect(formatFindingsText(found)).toMatch(/ error +AF004 .*\n.*\n +warning +AF004 /);
  });

  test('may be none, or of one level', () => {
    expect(formatFindingsText([])).toBe('no findings\n');
    expect(formatFindingsText([], undefined, ['a warning'])).toBe('no findings; see the warnings\n');
    expect(formatFindingsText([FINDINGS[2], FINDINGS[2]])).toMatch(/\n2 findings: 2 errors\n$/);
    expect(formatFindingsText([FINDINGS[1]])).toMatch(/\n1 finding: 1 warning\n$/);
  });
});

describe('findings as JSON', () => {
  test('are this and no more, in their order', () => {
    expect(JSON.parse(formatFindingsJson(FINDINGS.slice(0, 2), ['a.tf.json: x.y: it is passed over']))).toEqual({
      findings: [
        {
          code: 'AF202',
          level: 'note',
          message: 'POST may be sent up to 4 times. Make sure of it.',
          resource: 'azurerm_api.A',
        },
        {
          code: 'AF106',
          level: 'warning',
          message: 'Retry-After has no bound. Leave it out.',
          resource: 'azurerm_backend.B',
        },
      ],
      warnings: ['a.tf.json: x.y: it is passed over'],
    });
    expect(formatFindingsJson([], [])).toBe('{\n  "findings": [],\n  "warnings": []\n}\n');
  });

  test('have the message that a synth shows', () => {
    const { findings } = JSON.parse(formatFindingsJson(FINDINGS, [])) as {
      findings: { code: string; message: string }[];
    };
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual(FINDINGS.map(formatFinding));
  });
});
