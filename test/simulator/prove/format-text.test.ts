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
  const lines = ['  skipped policies: quota, rate-limit', '  policies that accepted every token: validate-jwt'];
  expect(formatProofText(given, {})).toContain(lines.map((line) => `${line}\n`).join(''));
  expect(formatProofMarkdown(given, {})).toContain('- skipped policies: quota, rate-limit\n');
  expect(formatProofText(report([{}]), {})).not.toMatch(/passed over|token/);
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

test('no part of a long name is left out', () => {
  const name = 'func-orders-westeurope-production-0001-of-many';
  const text = formatProofText(report([{ failure: { backends: [name], how: 'hang' } }]), {});
  const column = text.split('\n').map((line) => line.slice(0, 23).trim());
  expect(column).toEqual(expect.arrayContaining(['func-orders-westeurope-', 'production-0001-of-many']));
  expect(text).not.toContain('...');
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
