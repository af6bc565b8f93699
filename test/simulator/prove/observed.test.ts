import type { ProofReport } from '../../../simulator/prove/proof-report';
import { reported, retry, stackOf } from './stacks';

const FORWARD = '<forward-request timeout="10" buffer-request-body="true" />';
const use = (backend: string): string => `<set-backend-service backend-id="${backend}" />`;
const choose = (condition: string, then: string, otherwise = ''): string =>
  `<choose><when condition='@(${condition})'>${then}</when><otherwise>${otherwise}</otherwise></choose>`;
const N = 'context.Variables.GetValueOrDefault<int>("n", 0)';
const COUNT = `<set-variable name="n" value='@(${N} + 1)' />`;
/** The second attempt is made to b. */
const SWITCH = COUNT + choose(`${N} > 1`, use('b'), use('a'));

const proof = (backend: string, inbound = '<base />', outbound = '<base />'): Promise<ProofReport> =>
  reported(
    stackOf({ backends: { a: null, b: null }, apis: [{ name: 'orders', policy: { inbound, backend, outbound } }] }),
  );

describe('status codes that policies treat differently', () => {
  const again = 'context.Response == null || context.Response.StatusCode >= 500';
  /** Returns the status codes that reach clients, and the verdict of the failure of a with each other class of them. */
  const verdicts = async (content: string, condition = again, forward = FORWARD): Promise<unknown> => {
    const inbound = '<base /><set-variable name="failover" value="on" />';
    const backend = `<retry condition='@(${condition})' count="3" interval="1">${content}${forward}</retry>`;
    const { guarantees, requests } = await proof(backend, inbound);
    const classes = guarantees.filter(
      ({ failure: { backends, statusCodes } }) => statusCodes !== undefined && backends.join() === 'a',
    );
    return [requests[0].passedOn, ...classes.map(({ failure, verdict }) => [failure.statusCodes, verdict])];
  };

  test.each([
    [
      'only 503 selects b',
      COUNT + choose('context.Response != null && context.Response.StatusCode == 503', use('b'), use('a')),
      again,
      ['400-499', ['500-502, 504-599', 'fails'], ['503', 'survives']],
    ],
    [
      '418 is retried once, and the third attempt is made to b',
      COUNT + choose(`${N} > 2`, use('b'), use('a')),
      `${again} || (context.Response.StatusCode == 418 && ${N} < 2)`,
      ['400-417, 419-499', ['418', 'fails'], ['500-599', 'survives']],
    ],
    [
      '418 is retried under one assumption',
      SWITCH,
      `${again} || (context.Response.StatusCode == 418 && context.Variables["failover"] == "on")`,
      ['400-417, 419-499', ['418', 'fails'], ['500-599', 'survives']],
    ],
    [
      'every response is retried under one assumption',
      use('a'),
      '5.ToString("C").Contains("$") || context.Response.StatusCode == 418',
      ['400-417, 419-599', ['418', 'no healthy backend']],
    ],
  ])('have verdicts of their own: %s', async (_, content, condition, expected) => {
    expect(await verdicts(content, condition)).toEqual(expected);
  });

  test('set context.LastError if the forward fails on error status codes', async () => {
    const forward = FORWARD.replace(' ', ' fail-on-error-status-code="true" ');
    expect(await verdicts(SWITCH, 'context.LastError != null', forward)).toEqual(['', ['400-599', 'fails']]);
  });
});

test('the status of a healthy response can depend on an assumption', async () => {
  const created = choose('5.ToString("C").Contains("$")', '<set-status code="201" reason="Created" />');
  const { guarantees } = await proof(retry(1, SWITCH + FORWARD), '<base />', `<base />${created}`);
  expect(guarantees[0]).toMatchObject({ failure: { backends: ['a'] }, verdict: 'survives', decidedBy: [] });
});

test('a counterexample contains the hosts that requests reach only under other assumptions', async () => {
  const host = 'two.example.net';
  const far = `<set-backend-service base-url="https://${host}" />`;
  const { guarantees } = await proof(retry(1, choose('context.Response == null', far, use('a')) + FORWARD));
  const refused = guarantees.find(({ failure }) => failure.backends[0] === host && failure.how === 'refused');
  expect(refused).toMatchObject({ verdict: 'fails', counterexample: { hosts: { [host]: [{ refused: true }] } } });
});
