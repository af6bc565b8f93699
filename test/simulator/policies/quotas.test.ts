import * as fc from 'fast-check';
import { PolicyGateway, TO_POOL } from './policy-gateway';

const onError =
  '<set-header name="x-why"><value>@(context.LastError.Source + " " + context.LastError.Reason)</value></set-header>';

async function gatewayWith(policy: string, setup = {}): Promise<PolicyGateway> {
  return PolicyGateway.with({ api: { inbound: `${TO_POOL}${policy}`, onError } }, setup);
}

describe('rate-limit-by-key', () => {
  test('counts only calls whose response has the condition', async () => {
    const gateway = await gatewayWith(
      '<rate-limit-by-key calls="1" renewal-period="60" counter-key="k" increment-condition="@(context.Response.StatusCode == 200)" />',
      { scripts: { local: [{ status: [404, 200] }] } },
    );
    expect([1, 2, 3].map(() => gateway.send().status)).toEqual([404, 200, 429]);
  });

  test('counts what the count says', async () => {
    const gateway = await gatewayWith(
      '<rate-limit-by-key calls="10" renewal-period="60" counter-key="k" increment-count="@(int.Parse(context.Request.Headers.GetValueOrDefault("x-cost")))" />',
    );
    const send = (cost: string): number => gateway.send({ headers: { 'x-cost': cost } }).status;
    expect([send('4'), send('6'), send('1')]).toEqual([200, 200, 429]);
  });

  test('reports a condition that fails, and does not count the call', async () => {
    const gateway = await gatewayWith(
      '<rate-limit-by-key calls="1" renewal-period="60" counter-key="k" increment-condition="@((bool)context.Variables["none"])" />',
    );
    const { status, errors } = gateway.send();
    expect([status, errors]).toEqual([200, [expect.stringContaining('<rate-limit-by-key>')]]);
    expect(gateway.send().status).toBe(200);
  });

  test('a request counts once for a key, whatever limits the key has', async () => {
    const limit = (calls: number, period: number): string =>
      `<rate-limit-by-key calls="${calls}" renewal-period="${period}" counter-key="k" />`;
    const gateway = await gatewayWith(limit(2, 1) + limit(3, 60));
    expect([1, 2, 3].map(() => gateway.send().status)).toEqual([200, 200, 429]);
    gateway.clock.advance(1000);
    expect([1, 2].map(() => gateway.send().status)).toEqual([200, 429]);
  });
});

describe('quota', () => {
  test('each subscription has its calls in each period', async () => {
    const product = { inbound: '<base /><quota calls="2" renewal-period="3600" />' };
    const gateway = await PolicyGateway.with({ product, api: { inbound: `<base />${TO_POOL}`, onError } });
    const send = (key: string) => gateway.send({ headers: { 'Ocp-Apim-Subscription-Key': key } });
    gateway.clock.advance(3_599_000 - 2000);
    expect([send('a'), send('a'), send('b')].map(({ status }) => status)).toEqual([200, 200, 200]);
    const refused = send('a');
    expect([refused.status, refused.headers['x-why'], refused.headers['retry-after']]).toEqual([
      403,
      'quota QuotaExceeded',
      '3',
    ]);
    expect(refused.body).toContain('Out of call volume quota. Quota will be replenished in 00:00:03.');
    gateway.clock.advance(3000);
    expect(send('a').status).toBe(200);
  });

  test('quota-by-key has periods that begin at a date, or never end', async () => {
    const policy = (attributes: string): string => `<quota-by-key calls="1" counter-key="k" ${attributes} />`;
    const dated = await gatewayWith(policy('renewal-period="3600" first-period-start="2025-12-31T23:00:10Z"'));
    expect([1, 2].map(() => dated.send().status)).toEqual([200, 403]);
    dated.clock.advance(10_000);
    expect(dated.send().status).toBe(200);
    const endless = await gatewayWith(policy('renewal-period="0"'));
    endless.send();
    endless.clock.advance(1e12);
    expect(endless.send().status).toBe(403);
  });

  test('the bandwidth is that of both bodies', async () => {
    const gateway = await gatewayWith('<quota-by-key bandwidth="1" counter-key="k" renewal-period="3600" />', {
      scripts: { local: [{ body: 'x'.repeat(500) }] },
    });
    const send = () => gateway.send({ body: 'y'.repeat(100) });
    expect([send().status, send().status, send().body]).toEqual([
      200,
      200,
      expect.stringContaining('Out of bandwidth quota.'),
    ]);
  });

  test('what a quota needs is checked before it runs', async () => {
    await expect(gatewayWith('<quota renewal-period="1" />')).resolves.toBeDefined();
    const run = async (policy: string) => (await gatewayWith(policy)).send();
    await expect(run('<quota renewal-period="1" />')).rejects.toThrow('calls or bandwidth is needed');
    await expect(run('<quota calls="1" renewal-period="1"><api id="a" calls="1" /></quota>')).rejects.toThrow(
      'limits for a single API or operation are not simulated',
    );
    await expect(
      run('<quota-by-key calls="1" counter-key="k" renewal-period="1" first-period-start="soon" />'),
    ).rejects.toThrow('first-period-start is not a date');
  });
});

const USAGE = JSON.stringify({ usage: { prompt_tokens: 60, completion_tokens: 40, total_tokens: 100 } });

describe.each(['llm-token-limit', 'azure-openai-token-limit'])('%s', (name) => {
  const limit = (attributes: string): string => `<${name} counter-key="k" ${attributes} />`;

  test('counts the tokens that responses report, within a minute', async () => {
    const gateway = await gatewayWith(
      limit('tokens-per-minute="150" estimate-prompt-tokens="false" remaining-tokens-header-name="x-left"'),
      { scripts: { local: [{ body: USAGE }] } },
    );
    const send = (): unknown[] => {
      const { status, headers } = gateway.send({ body: '{}' });
      return [status, headers['x-left'], headers['retry-after']];
    };
    expect([send(), send(), send()]).toEqual([
      [200, '150', undefined],
      [200, '50', undefined],
      [429, '0', '60'],
    ]);
    gateway.clock.advance(60_000);
    expect(send()).toEqual([200, '150', undefined]);
  });

  test('estimates a token for four characters, of prompts and where nothing is reported', async () => {
    const gateway = await gatewayWith(
      limit(
        'tokens-per-minute="100" estimate-prompt-tokens="true" tokens-consumed-variable-name="used" tokens-consumed-header-name="x-used"',
      ),
      { scripts: { local: [{ body: 'x'.repeat(40) }] } },
    );
    const seen = gateway.send({ body: 'y'.repeat(41) });
    expect([seen.status, seen.headers['x-used'], seen.variables.get('used')]).toEqual([200, '21', 21]);
    expect(seen.records).toEqual([`${name}: the prompt has about 11 tokens (characters / 4)`]);
    expect(gateway.send({ body: 'y'.repeat(80 * 4) })).toMatchObject({ status: 429, attempts: [] });
  });

  test('an error of the model consumes nothing', async () => {
    const gateway = await gatewayWith(limit('tokens-per-minute="1" estimate-prompt-tokens="false"'), {
      scripts: { local: [{ status: 404 }] },
    });
    expect([1, 2].map(() => gateway.send({ body: 'long enough' }).status)).toEqual([404, 404]);
  });

  test('a quota is one of a period', async () => {
    const gateway = await gatewayWith(
      limit('token-quota="50" token-quota-period="Daily" remaining-quota-tokens-variable-name="left"'),
      { scripts: { local: [{ body: USAGE }] } },
    );
    expect(gateway.send().variables.get('left')).toBe(50);
    expect(gateway.send()).toMatchObject({ status: 403, headers: { 'retry-after': '86400' } });
    gateway.clock.advance(86_400_000);
    expect(gateway.send().status).toBe(200);
  });

  test('needs a limit', async () => {
    const gateway = await gatewayWith(limit(''));
    expect(() => gateway.send()).toThrow('tokens-per-minute, or token-quota and token-quota-period are needed');
  });
});

test('a rate limit lets through no more than its calls in any period', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 20 }),
      async (calls, period, gaps) => {
        const gateway = await gatewayWith(
          `<rate-limit-by-key calls="${calls}" renewal-period="${period}" counter-key="k" />`,
        );
        const passed: number[] = [];
        for (const gap of gaps) {
          gateway.clock.advance(gap * 1000);
          const within = passed.filter((at) => at > gateway.clock.now - period * 1000).length;
          const { status } = gateway.send();
          expect(status).toBe(within < calls ? 200 : 429);
          if (status === 200) passed.push(gateway.clock.now);
        }
      },
    ),
    { numRuns: 30 },
  );
});
