import { compare } from '../../../simulator/prove/comparison';
import { formatProofMarkdown } from '../../../simulator/prove/format-markdown';
import { formatProofText } from '../../../simulator/prove/format-text';
import { matricesOf } from '../../../simulator/prove/matrix';
import { ANSWER, PLACE, report } from './reports';

test('failures with the same outcome are one row, each place is one matrix', () => {
  const hang = { failure: { backends: ['a'], how: 'hang' } };
  const status = { failure: { backends: ['a'], how: 'status 503', statusCodes: '502-504' } };
  const gold = { ...PLACE, product: 'gold' };
  const given = report(
    [status, {}, { ...hang, longest: 7, first: { ...ANSWER, seconds: 7 } }, { ...gold }],
    [{}, gold],
  );
  const matrices = matricesOf(given);
  expect(
    matrices.map(({ request, rows, slowest }) => [request.product, rows.map(({ hows }) => hows), slowest?.longest]),
  ).toEqual([
    [null, [['status 502-504', 'refused'], ['hang']], 7],
    ['gold', [['refused']], 2],
  ]);
});

test('what a failure that leaves no backend takes is not the longest that matters', () => {
  const all = { verdict: 'no healthy backend' as const, longest: 99, failure: { backends: ['a', 'b'], how: 'hang' } };
  expect(matricesOf(report([{}, all]))[0].slowest?.longest).toBe(2);
  expect(matricesOf(report([all]))[0].slowest).toBeUndefined();
  const text = formatProofText(report([all]), {});
  expect(text).toContain(
    '\nNo failure that leaves a backend healthy was simulated: nothing is proved about failover.\n',
  );
  expect(text).toContain('\nNo failover is proved: no simulated failure leaves a backend healthy\n');
});

test('an API with one backend is told to have no failover, beside others that have', () => {
  const lone = { ...PLACE, api: 'lone' };
  const down = { ...lone, verdict: 'no healthy backend' as const };
  const text = formatProofText(report([down, {}], [{ ...lone, backends: [['a']] }, {}]), {});
  expect(text).toContain('\nThere is no second backend to fail over to: while a fails, none is healthy.\n');
  expect(text).toContain(
    '\n1 of 1 failures that leave a backend healthy are survived\n' +
      '  without a second backend, so without failover: API lone of apim\n',
  );
  expect(formatProofText(report([{}]), {})).not.toContain('without a second backend');
});

test('what policies were passed over is told by name', () => {
  const given = { ...report([{}]), passedOver: ['quota', 'rate-limit'], notChecked: ['validate-jwt'] };
  const lines = ['  skipped policies: quota, rate-limit', '  policies that accepted every request: validate-jwt'];
  expect(formatProofText(given, {})).toContain(lines.map((line) => `${line}\n`).join(''));
  expect(formatProofMarkdown(given, {})).toContain('- skipped policies: quota, rate-limit\n');
  expect(formatProofText(report([{}]), {})).not.toMatch(/passed over|token/);
});

test.each([
  [0.25, '0.3 s'],
  [29, '29 s'],
  [3599, '3599 s'],
  [3600, '1 h'],
  [9000, '2 h 30 min'],
  [86_400, '1 day'],
  [86_429, '1 day'],
  [2 * 86_400 + 3660, '2 days 1 h 1 min'],
])('a circuit that is settled in %d s is so in %s', (settled, text) => {
  expect(formatProofMarkdown(report([{ settled }]), {})).toContain(`, settled in ${text} |`);
});

test('a verdict that depends on an assumption says so, and one over the budget', () => {
  const decidedBy = [{ assumption: 'memberChoice', value: 'each set-backend-service' }];
  const text = formatProofMarkdown(report([{ verdict: 'fails', decidedBy, otherwise: 'survives', settled: null }]), {
    budget: 1,
  });
  expect(text).toContain("| survives; fails if memberChoice is 'each set-backend-service', over the budget |");
  expect(text).toContain('| 200 in 2 s, a circuit never stays closed |');
  expect(text).toContain(
    '0 of 1 failures that leave a backend healthy are survived, 1 take longer than the budget of 1 s',
  );
});

test.each([
  ['PT31.96S', 31.96, 31.97, '32 s'],
  ['PT31.96S', 31.96, 31.95, '31.95 s'],
  ['PT31.96S', 31.96, 31.96, '31.96 s'],
  ['PT32.01S', 32.01, 32.04, '32.04 s'],
  ['PT32.01S', 32.01, 31.96, '32 s'],
  ['PT30S', 30, 31.999, '32 s'],
])('with the budget %s, no rounding contradicts the verdict', (_, budget, longest, shown) => {
  const given = report([{ longest, first: { ...ANSWER, seconds: longest } }]);
  const isOver = longest > budget;
  for (const text of [formatProofText(given, { budget }), formatProofMarkdown(given, { budget })]) {
    expect(text).toContain(`A client waits at most ${shown} while`);
    expect(text).toContain(`200 in ${shown}, `);
    expect(text).toContain(`${isOver ? 1 : 0} take longer than the budget of ${budget} s`);
  }
  expect(formatProofMarkdown(given, { budget }).includes('survives, over the budget')).toBe(isOver);
});

test('a wait that got longer by less than is shown otherwise is told in full', () => {
  const [before, now] = [31.98, 32.04].map((longest) => report([{ longest }]));
  const text = formatProofText(now, { against: compare(before, now) });
  expect(text).toContain('a client waits up to 32.04 s instead of 31.98 s');
});

test('no part of a long name is left out', () => {
  const name = 'func-orders-westeurope-production-0001-of-many';
  const text = formatProofText(report([{ failure: { backends: [name], how: 'hang' } }]), {});
  const column = text.split('\n').map((line) => line.slice(0, 23).trim());
  expect(column).toEqual(expect.arrayContaining(['func-orders-westeurope-', 'production-0001-of-many']));
  expect(text).not.toContain('...');
});

test('the name of an assumption is on one line', () => {
  const decidedBy = [{ assumption: 'rangesCountFailedForwards', value: false }];
  const text = formatProofText(report([{ verdict: 'fails', decidedBy, otherwise: 'survives' }]), {});
  expect(text).toMatch(/ rangesCountFailedForwards$/m);
});

test('what is not proved is told once for each reason', () => {
  const gap = { ...PLACE, operation: null, request: null, message: 'no' };
  const text = formatProofText(report([], [], [gap, { ...gap, api: 'b' }, { ...gap, api: 'c', message: 'other' }]), {});
  expect(text).toBe('Not proved:\n  apim: API orders (and 1 more): no\n  apim: API c: other\n\nNothing is proved\n');
});

test('a name is no markup', () => {
  const name = 'a|b<i>*_`[x](y)';
  const text = formatProofMarkdown(
    report([{ failure: { backends: [name], how: 'hang' } }], [{ backends: [[name]] }]),
    {},
  );
  expect(text).toContain('| a\\|b&lt;i&gt;\\*\\_\\`\\[x\\](y) | hang |');
  expect(text).not.toContain('<i>');
});

test('a name mentions nobody, and is no link, no formula, and no emoji', () => {
  const name = '@octocat #7 https://a.example WWW.b.example c@d.example $x^2$ :smile: at 12:30';
  const text = formatProofMarkdown(report([{ failure: { backends: [name], how: 'hang' } }]), {});
  const apart = '&#8203;';
  const shown =
    `\\@${apart}octocat \\#${apart}7 https\\:${apart}//a.example WWW\\.${apart}b.example c\\@${apart}d.example ` +
    `<span>$</span>x^2<span>$</span> \\:${apart}smile: at 12:30`;
  expect(text).toContain(`| ${shown} | hang |`);
});

test('a change that a diagram does not show is drawn once', () => {
  const [before, after] = [report([{ longest: 2 }]), report([{ longest: 9 }])];
  const comparison = compare(before, after);
  const drawn = {
    difference: comparison.worse[0],
    assumed: {},
    before: 'sequenceDiagram\n',
    after: 'sequenceDiagram\n',
  };
  const text = formatProofMarkdown(after, {}, { report: before, comparison, drawn });
  expect(text).toContain('): a (refused).\n\n**Before and after**\n\n```mermaid\nsequenceDiagram\n```\n\n### apim');
});

test('backends with one URL make the verdicts too optimistic, in text and Markdown', () => {
  const given = report([{}], [{ oneUrl: [['a', 'b']] }]);
  const note = "Too optimistic: backends 'a', 'b' have the same URL, so they fail together (AF115)";
  expect(formatProofText(given, {})).toContain(`\n${note}.\n`);
  expect(formatProofMarkdown(given, {})).toContain('have the same URL, so they fail together (AF115)');
});
