import { GatewayAssumptions } from '../../../lib/failover';
import { PolicyGateway, Seen, Setup, Sections } from './policy-gateway';

const TO_POOL = '<set-backend-service backend-id="pool" />';
const FORWARD = '<forward-request timeout="5" buffer-request-body="true" />';
const REFUSED: Setup = { scripts: { local: [{ refused: true }], remote: [{ refused: true }] } };
const FAILING: Setup = { scripts: { local: [{ status: 503 }], remote: [{ status: 503 }] } };
const PAIR = {
  services: ['local', 'remote'].map((name) => ({ id: `\${azurerm_api_management_backend.${name}.id}` })),
};

interface Result extends Seen {
  readonly consulted: ReadonlySet<string>;
}

async function sent(sections: Sections, setup: Setup, assumptions: Partial<GatewayAssumptions>): Promise<Result> {
  const gateway = await PolicyGateway.with({ api: { inbound: TO_POOL, ...sections } }, { ...setup, assumptions });
  return { ...gateway.send(), consulted: gateway.consulted };
}

function retry(condition: string, inner = FORWARD, count = 2): Sections {
  return { backend: `<retry condition='@(${condition})' count="${count}" interval="1">${inner}</retry>` };
}

describe('after a forward without an answer', () => {
  test('a condition sees a response that the gateway made, or null', async () => {
    const isNull = retry('context.Response == null');
    expect((await sent(isNull, REFUSED, {})).attempts).toHaveLength(1);
    expect((await sent(isNull, REFUSED, { failedForward: 'null' })).attempts).toHaveLength(3);
    const isMade = retry('context.Response.StatusCode == 500 && !context.Response.Headers.ContainsKey("Date")');
    expect((await sent(isMade, REFUSED, {})).attempts).toHaveLength(3);
    const { status, errors } = await sent(isMade, REFUSED, { failedForward: 'null' });
    expect([status, errors]).toEqual([500, [expect.stringContaining('<retry> Expression evaluation failed.')]]);
  });

  test('LastError is set in the condition, or not yet', async () => {
    const isSet = retry('context.LastError?.Reason == "BackendConnectionFailure"');
    expect((await sent(isSet, REFUSED, {})).attempts).toHaveLength(3);
    expect((await sent(isSet, REFUSED, { lastErrorInRetry: 'null' })).attempts).toHaveLength(1);
  });

  test('what is left of LastError once the retry has gone on', async () => {
    const recovering: Setup = { scripts: { local: [{ refused: true }, { from: 1, status: 200 }] } };
    const sections = {
      ...retry('context.LastError != null', FORWARD, 4),
      outbound: '<set-header name="x-error"><value>@(context.LastError?.Reason ?? "none")</value></set-header>',
    };
    const cleared = await sent(sections, recovering, {});
    expect([cleared.attempts.length, cleared.headers]).toEqual([2, { 'x-error': 'none' }]);
    const kept = await sent(sections, recovering, { lastErrorAfterRetry: 'kept' });
    expect([kept.attempts.length, kept.headers]).toEqual([5, { 'x-error': 'BackendConnectionFailure' }]);
    const never = await sent(sections, recovering, { lastErrorAfterRetry: 'kept', lastErrorInRetry: 'null' });
    expect(never.attempts).toHaveLength(1);
  });

  test('what stands behind the forward is skipped in that run; the last failure goes to on-error', async () => {
    const inner = `<trace source="t"><message>before</message></trace>${FORWARD}<trace source="t"><message>after</message></trace>`;
    const onError = '<set-header name="x-why"><value>@(context.LastError.Reason)</value></set-header>';
    const { records, headers, status } = await sent({ ...retry('true', inner), onError }, REFUSED, {});
    expect(records).toEqual(['trace: before', 'trace: before', 'trace: before']);
    expect([status, headers['x-why']]).toEqual([500, 'BackendConnectionFailure']);
  });

  test('assumptions are asked where something depends on them, and nowhere else', async () => {
    const blind = await sent(retry('true'), REFUSED, {});
    for (const name of ['failedForward', 'lastErrorInRetry', 'lastErrorAfterRetry', 'memberChoice']) {
      expect(blind.consulted).not.toContain(name);
    }
    expect((await sent(retry('context.Response == null'), REFUSED, {})).consulted).toContain('failedForward');
    const error = await sent(retry('context.LastError == null'), REFUSED, {});
    expect([...error.consulted]).toEqual(expect.arrayContaining(['lastErrorInRetry']));
    expect([...error.consulted]).not.toEqual(expect.arrayContaining(['lastErrorAfterRetry']));
    const answered = await sent(retry('context.Response == null || context.LastError != null'), FAILING, {});
    expect(answered.consulted.size).toBe(0);
  });
});

describe('the culture in which expressions write', () => {
  const header = (expression: string): Sections => ({
    ...retry('false'),
    outbound: `<set-header name="x-at"><value>@(${expression})</value></set-header>`,
  });

  test('decides the text of a date, in an expression and as its value', async () => {
    for (const expression of ['DateTime.UtcNow', '"" + DateTime.UtcNow']) {
      expect((await sent(header(expression), {}, {})).headers).toEqual({ 'x-at': '01/01/2026 00:00:00' });
      const american = await sent(header(expression), {}, { culture: 'en-US' });
      expect(american.headers).toEqual({ 'x-at': '1/1/2026 12:00:00 AM' });
      expect([...american.consulted]).toEqual(['culture']);
    }
  });

  test('is not asked for texts that do not depend on it', async () => {
    const { headers, consulted } = await sent(header('DateTime.UtcNow.ToString("r")'), {}, { culture: 'en-US' });
    expect(headers).toEqual({ 'x-at': 'Thu, 01 Jan 2026 00:00:00 GMT' });
    expect(consulted.size).toBe(0);
  });

  test('is that of the exchange in a template, too', async () => {
    const sections = {
      inbound: `${TO_POOL}<set-variable name="at" value="@(DateTime.UtcNow)" />`,
      outbound: '<set-body template="liquid">{{context.Variables["at"]}}</set-body>',
    };
    expect((await sent(sections, {}, { culture: 'en-US' })).body).toBe('1/1/2026 12:00:00 AM');
    const date = { outbound: '<set-body template="liquid">{{"2026-01-02"|Date:"D"}}</set-body>' };
    expect((await sent(date, {}, { culture: 'en-US' })).body).toBe('Friday, January 2, 2026');
    expect((await sent(date, {}, {})).body).toBe('Friday, 02 January 2026');
  });
});

test('a failure that fail-on-error-status-code makes is tried again too, and the last one goes to on-error', async () => {
  const inner = '<forward-request fail-on-error-status-code="true" />';
  const setup: Setup = { scripts: { local: [{ status: 429, body: 'wait' }] } };
  const sections = {
    ...retry('context.Response.StatusCode == 429 && context.LastError.Reason == "BackendResponseError"', inner),
    onError: '<set-header name="x-error"><value>@(context.LastError.Source)</value></set-header>',
  };
  const { attempts, status, body, headers } = await sent(sections, setup, {});
  expect([attempts.length, status, body, headers]).toEqual([3, 429, 'wait', { 'x-error': 'forward-request' }]);
});

test('a scripted backend sends a Date, by which its 500 differs from one that the gateway made', async () => {
  const isMade = retry('context.Response.StatusCode == 500 && !context.Response.Headers.ContainsKey("Date")');
  const gateway = await PolicyGateway.with(
    { api: { inbound: TO_POOL, ...isMade } },
    { scripts: { local: [{ status: 500 }, { from: 100, headers: { date: 'given' } }] } },
  );
  expect(gateway.send()).toMatchObject({ attempts: ['local 500 at 0'], date: 'Thu, 01 Jan 2026 00:00:00 GMT' });
  gateway.clock.advance(61_999);
  expect(gateway.send().date).toBe('Thu, 01 Jan 2026 00:01:01 GMT');
  gateway.clock.advance(60_000);
  expect(gateway.send().date).toBe('given');
});

describe('where every circuit is open', () => {
  const onError =
    '<set-header name="x-error"><value>@(context.Response.StatusCode + " " + context.LastError.Reason)</value></set-header>';
  const sections: Sections = {
    ...retry('context.Response?.StatusCode == 503', FORWARD, 8),
    onError,
    outbound: '<set-header name="x-out"><value>1</value></set-header>',
  };

  test('a 503 with a Retry-After that the condition sees, and that goes to on-error', async () => {
    const { attempts, status, body, headers, seconds } = await sent(sections, FAILING, {});
    expect([attempts.length, seconds, status, body]).toEqual([6, 8, 503, undefined]);
    // The first circuit opened at 2 s, for 30 s.
    expect(headers).toEqual({ 'retry-after': '24', 'x-error': '503 NoAvailableBackend' });
  });

  test('or the same as if a backend had answered so', async () => {
    const { status, headers } = await sent(sections, FAILING, { exhaustedPool: 'response' });
    expect([status, headers]).toEqual([503, { 'retry-after': '24', 'x-out': '1' }]);
  });

  test('or an error without a response: here the condition holds no more', async () => {
    const { status, headers, seconds } = await sent(sections, FAILING, { exhaustedPool: 'error' });
    expect([status, seconds]).toEqual([503, 6]);
    expect(headers).toEqual({ 'content-type': 'application/json', 'x-error': '503 NoAvailableBackend' });
  });

  test('a single backend answers in the same way, or as its rule says', async () => {
    const inbound = '<set-backend-service backend-id="local" />';
    const alone = await PolicyGateway.with({ api: { inbound, onError } }, FAILING);
    for (let i = 0; i < 3; i++) alone.send();
    expect(alone.send()).toMatchObject({ status: 503, headers: { 'retry-after': '30' }, attempts: [] });
    const local = { failureResponse: { statusCode: 429, reason: 'Later', body: 'later' } };
    const declared = await PolicyGateway.with({ api: { inbound, onError } }, { ...FAILING, local });
    for (let i = 0; i < 3; i++) declared.send();
    expect(declared.send()).toMatchObject({ status: 429, reason: 'Later', body: 'later', headers: {}, attempts: [] });
  });
});

describe("a pool's member", () => {
  const backends = ({ attempts }: Seen): string[] => attempts.map((attempt) => attempt.split(' ')[0]);

  test('is chosen with each forward, or stays until set-backend-service runs again', async () => {
    const setup = { ...FAILING, pool: PAIR };
    const around = retry('context.Response.StatusCode == 503');
    expect(backends(await sent(around, setup, {}))).toEqual(['local', 'remote', 'local']);
    const stays = await sent(around, setup, { memberChoice: 'each set-backend-service' });
    expect(backends(stays)).toEqual(['local', 'local', 'local']);
    expect(stays.consulted).toContain('memberChoice');
    const again = retry('context.Response.StatusCode == 503', TO_POOL + FORWARD);
    const chosen = await sent(again, setup, { memberChoice: 'each set-backend-service' });
    expect(backends(chosen)).toEqual(['local', 'remote', 'local']);
    expect(chosen.consulted).not.toContain('memberChoice');
  });

  test('is not asked about while there is only one that could be chosen', async () => {
    const around = retry('context.Response.StatusCode == 503');
    const { consulted } = await sent(around, FAILING, {});
    expect(consulted).not.toContain('memberChoice');
  });

  test('that stays, and whose circuit has opened, answers as a single backend does', async () => {
    const around = retry('context.Response.StatusCode == 503', FORWARD, 4);
    const { attempts, status, headers } = await sent(around, FAILING, { memberChoice: 'each set-backend-service' });
    expect(attempts).toEqual([0, 1000, 2000].map((at) => `local 503 at ${at}`));
    expect([status, headers['retry-after']]).toEqual([503, '28']);
  });
});

describe('a string and an object with the same text', () => {
  const compared = (expression: string, assumptions: Partial<GatewayAssumptions> = {}): Promise<Result> => {
    const inbound = `<set-variable name="v" value="west" /><set-variable name="is" value='@(${expression})' />`;
    return sent({ inbound }, {}, assumptions);
  };

  test('are two objects or one', async () => {
    for (const equalStrings of ['two objects', 'one object'] as const) {
      const isOne = equalStrings === 'one object';
      const same = await compared('context.Variables["v"] == "west"', { equalStrings });
      expect([same.variables.get('is'), [...same.consulted]]).toEqual([isOne, ['equalStrings']]);
      const differs = await compared('"west" != context.Variables["v"]', { equalStrings });
      expect(differs.variables.get('is')).toBe(!isOne);
    }
  });

  test.each([
    ['context.Variables["v"] == "east"', false],
    ['context.Variables["v"] != "east"', true],
    ['(string)context.Variables["v"] == "west"', true],
    ['context.Variables["v"].Equals("west")', true],
    ['(object)1 == "1"', false],
    ['(object)null == (string)null', true],
  ])('is not asked about in %s', async (expression, is) => {
    const { variables, consulted } = await compared(expression);
    expect([variables.get('is'), consulted.size]).toEqual([is, 0]);
  });
});

test('before any forward there is an empty response with status 200, or null', async () => {
  const inbound = `${TO_POOL}<set-variable name="seen" value="@(context.Response?.StatusCode.ToString() ?? &quot;null&quot;)" />`;
  const assumed = await sent({ inbound }, {}, {});
  expect([assumed.variables.get('seen'), assumed.status, assumed.consulted]).toEqual([
    '200',
    200,
    new Set(['responseBeforeForward']),
  ]);
  expect((await sent({ inbound }, {}, { responseBeforeForward: 'null' })).variables.get('seen')).toBe('null');
  expect((await sent({}, {}, {})).consulted).toEqual(new Set());
});

test('the first request asks for no number of units, the second does', async () => {
  const gateway = await PolicyGateway.with({ api: { inbound: TO_POOL } });
  gateway.send();
  expect(gateway.consulted).not.toContain('units');
  gateway.send();
  expect(gateway.consulted).toContain('units');
});
