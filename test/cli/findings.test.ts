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

  test('may be none, or of one level', () => {
    expect(formatFindingsText([])).toBe('no findings\n');
    expect(formatFindingsText([FINDINGS[2], FINDINGS[2]])).toMatch(/\n2 findings: 2 errors\n$/);
    expect(formatFindingsText([FINDINGS[1]])).toMatch(/\n1 finding: 1 warning\n$/);
  });
});

describe('findings as JSON', () => {
  test('are this and no more, in their order', () => {
    expect(JSON.parse(formatFindingsJson(FINDINGS.slice(0, 2)))).toEqual({
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
    });
    expect(formatFindingsJson([])).toBe('{\n  "findings": []\n}\n');
  });

  test('have the message that a synth shows', () => {
    const { findings } = JSON.parse(formatFindingsJson(FINDINGS)) as { findings: { code: string; message: string }[] };
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual(FINDINGS.map(formatFinding));
  });
});
