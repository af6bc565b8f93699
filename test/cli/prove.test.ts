import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ProofReport } from '../../simulator/prove/proof-report';
import { folder, stack } from './stack';
import { terminal } from './terminal';

/** A policy that never leaves the first backend where Azure chooses a member only with set-backend-service. */
function chosenOnce(): object {
  const text = JSON.stringify(stack());
  const choose = '      <set-backend-service backend-id=\\"pool\\" />\\n';
  return JSON.parse(text.replace(choose, '').replace('<inbound>', '<inbound>')) as object;
}

const refusing = JSON.parse(
  JSON.stringify(stack()).replace(
    '<inbound>',
    '<inbound><return-response><set-status code=\\"401\\" /></return-response>',
  ),
) as object;

const unsupported = (retries?: number): object => {
  const text = JSON.stringify(stack(retries));
  const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, object>> };
  const other = JSON.parse(JSON.stringify(resource).replace(/"orders"/g, '"other"')) as typeof resource;
  for (const [type, table] of Object.entries(other)) {
    if (!type.startsWith('azurerm_api_management_api')) continue;
    for (const [name, value] of Object.entries(table)) resource[type][`Other${name}`] = value;
  }
  return JSON.parse(
    JSON.stringify({ resource }).replace(/(OtherPolicy".*?<inbound>)/, '$1<xsl-transform />'),
  ) as object;
};

/** Names that a terminal would act on, or that would be markup. */
const HOSTILE = 'func\u001b[31m\u009b|<b>\u202e';
const hostile = (retries?: number): string =>
  JSON.stringify(stack(retries)).replace(/func-primary/g, JSON.stringify(HOSTILE).slice(1, -1));

function withoutApis(): object {
  const { resource } = stack() as { resource: Record<string, object> };
  const kept = Object.entries(resource).filter(([type]) => !type.startsWith('azurerm_api_management_api'));
  return { resource: Object.fromEntries(kept) };
}

const directory = folder({
  'good.tf.json': stack(),
  'bad.tf.json': stack(2),
  'once.tf.json': chosenOnce(),
  'refusing.tf.json': refusing,
  'requests.yaml': '- { method: GET, path: /orders/7 }\n',
  'regions.yaml':
    '- { method: GET, path: /orders/7, region: Sweden Central }\n- { method: GET, path: /orders/7, region: nope }\n',
  'looked-up.tf.json': JSON.stringify(stack()).replace('"location":"swedencentral",', ''),
  'nowhere.yaml': 'method: GET\n',
  'faulty.yaml': '- { method: GET }\n',
  'deep.yaml': `[{"method":"POST","path":"/orders/","body":${'['.repeat(99_999)}${']'.repeat(99_999)}}]`,
  'empty.tf.json': '{}',
  'part.tf.json': unsupported(),
  'bad-part.tf.json': unsupported(2),
  'hostile.tf.json': hostile(),
  'bad-hostile.tf.json': hostile(2),
  'strays.yaml':
    '- { method: PUT, path: /orders/7 }\n- { method: GET, path: /orders/7 }\n- { method: GET, path: /no?code=secret }\n',
  'no-api.tf.json': withoutApis(),
  'alone.tf.json': JSON.stringify(stack()).replace(/,\{"id":"[^"]*func-secondary","priority":2\}/, ''),
});
const file = (name: string): string => join(directory, name);
const report = async (name: string, ...argv: readonly string[]): Promise<ProofReport & { exitCode: number }> => {
  const { exitCode, stdout } = await terminal(['prove', file(name), '--format', 'json', ...argv]);
  return { ...(JSON.parse(stdout) as ProofReport), exitCode };
};

describe('apim-failover prove', () => {
  test('prints the matrix, and ends with 0 where every failure is survived', async () => {
    const { exitCode, stdout, stderr } = await terminal(['prove', file('good.tf.json')]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n\nSimulated under every')[0]).toMatchInlineSnapshot(`
     "apim: API orders, GET /orders/1 (operation get)
     func-primary, then func-secondary (pool pool)

     failing         how                            first request                 then         after recovery                verdict
     --------------  -----------------------------  ----------------------------  -----------  ----------------------------  ------------------
     func-primary    status 500-599, refused,       200 in 2 s, 4 attempts, the   200 in 2 s   200 at once, settled in 29 s  survives
                     flapping                       last to func-secondary
                     unreachable, hang, status 503  200 in 32 s, 4 attempts, the  200 in 32 s  200 at once, settled in 29 s  survives
                     just before the timeout        last to func-secondary
     func-secondary  status 500-599, refused,       200 at once, 1 attempt, the   200 at once  200 at once                   survives
                     unreachable, hang, status 503  last to func-primary
                     just before the timeout,
                     flapping
     func-primary +  status 500-599                 503 in 2 s, 4 attempts, the   503 in 2 s   200 at once, settled in 28 s  no healthy backend
     func-secondary                                 last to func-secondary
                     refused                        500 in 2 s, 4 attempts, the   500 in 2 s   200 at once, settled in 28 s  no healthy backend
                                                    last to func-secondary
                     unreachable, hang              500 in 42 s, 4 attempts, the  500 in 42 s  503 in 2 s, settled in 28 s   no healthy backend
                                                    last to func-secondary
                     status 503 just before the     503 in 42 s, 4 attempts, the  503 in 42 s  503 in 2 s, settled in 28 s   no healthy backend
                     timeout                        last to func-secondary
                     flapping                       503 in 2 s, 4 attempts, the   503 in 2 s   503 in 2 s, settled in 29 s   no healthy backend
                                                    last to func-secondary

     A client waits at most 32 s while a backend is healthy: func-primary (unreachable).
     Backends may execute the same request up to 4 times.
     Status 400-499 is returned to the client: no circuit breaker counts it, and no retry covers it.

     12 of 12 failures that leave a backend healthy are survived
       first request: sent alone while the backends fail; then: the worst result of the requests that follow;
       after recovery: the worst result after all backends are healthy; settled: the time until all circuits are closed again"
    `);
  });

  test('ends with 1 where a failure is not survived, and gives the smallest course of events that shows it', async () => {
    const { exitCode, guarantees } = await report('bad.tf.json');
    expect(exitCode).toBe(1);
    const lost = guarantees.filter(({ verdict }) => verdict === 'survives later' || verdict === 'fails');
    expect(lost.map(({ failure }) => failure.how)).toEqual([
      ...['status 503', 'status 429, Retry-After 1 s', 'status 429, Retry-After 1 day'].filter((how) =>
        lost.some(({ failure }) => failure.how === how),
      ),
      ...['refused', 'unreachable', 'hang', 'status 503 just before the timeout', 'flapping'],
    ]);
    expect(lost[0].counterexample).toMatchObject({
      apiManagement: 'apim',
      backends: { 'func-primary': [{ status: 503 }] },
      requests: [{ at: 'PT0S', method: 'GET', path: '/orders/1' }],
      assumptions: { units: 1 },
      expect: [{ request: 0, status: 503 }],
    });
  });

  test('says on which assumption a verdict depends', async () => {
    const { exitCode, guarantees } = await report('once.tf.json');
    expect(exitCode).toBe(1);
    expect(guarantees[0]).toMatchObject({
      failure: { backends: ['func-primary'], how: 'status 503' },
      verdict: 'survives later',
      decidedBy: [{ assumption: 'memberChoice', value: 'each set-backend-service' }],
      otherwise: 'survives',
    });
  });

  test.each(['bad.tf.json', 'once.tf.json'])(
    'every counterexample of %s shows its error in a simulation',
    async (name) => {
      const target = join(directory, `counterexamples-of-${name}`);
      await terminal(['prove', file(name), '--counterexamples', target]);
      const files = readdirSync(target);
      expect(files.length).toBeGreaterThan(0);
      for (const each of files) {
        const { expect: expected } = parse(readFileSync(join(target, each), 'utf8')) as {
          expect: { status: number }[];
        };
        expect(expected[0].status).toBeGreaterThanOrEqual(400);
        const { exitCode, stderr } = await terminal(['simulate', file(name), '--scenario', join(target, each)]);
        expect({ each, exitCode, stderr }).toEqual({ each, exitCode: 0, stderr: '' });
      }
    },
  );

  test('ends with 1 where a client waits longer than the budget', async () => {
    expect((await report('good.tf.json', '--budget', 'PT1M')).exitCode).toBe(0);
    expect((await report('good.tf.json', '--budget', 'PT10S')).exitCode).toBe(1);
    const { stdout } = await terminal(['prove', file('good.tf.json'), '--budget', 'PT10S']);
    expect(stdout).toContain('3 take longer than the budget of 10 s');
  });

  test('compares two stacks', async () => {
    const { stdout } = await terminal(['prove', file('bad.tf.json'), '--against', file('good.tf.json')]);
    expect(stdout).toContain(
      'apim: API orders, GET /orders/1 (operation get): func-primary (status 500-599, refused, flapping): now "survives later" instead of "survives"; a client waits up to 1 s instead of 2 s',
    );
    const same = await terminal(['prove', file('good.tf.json'), '--against', file('good.tf.json')]);
    expect(same.stdout).toContain('No change');
  });

  test('says that nothing is proved where policies answer before any backend, and ends with 2', async () => {
    const { exitCode, stdout } = await terminal(['prove', file('refusing.tf.json')]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      'Not proved:\n  apim: API orders, GET /orders/1 (operation get): the policies answer 401 before a request reaches a backend',
    );
  });

  test('takes requests from a file, and lists what is wrong with it', async () => {
    expect((await report('good.tf.json', '--requests', file('requests.yaml'))).exitCode).toBe(0);
    for (const name of ['nowhere.yaml', 'faulty.yaml', 'missing.yaml', 'deep.yaml']) {
      const { exitCode, stdout, stderr } = await terminal(['prove', file('good.tf.json'), '--requests', file(name)]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain(name);
      if (name === 'deep.yaml') expect(stderr).toMatch(/deep\.yaml: it is nested too deeply\n$/);
    }
  });

  test('prints Markdown and Mermaid', async () => {
    const { stdout } = await terminal(['prove', file('bad.tf.json'), '--format', 'markdown']);
    expect(stdout).toContain('| func-primary | status 500-599, flapping | 503 in 1 s, 3 attempts');
    const mermaid = await terminal(['prove', file('bad.tf.json'), '--format', 'mermaid']);
    expect(mermaid.stdout).toMatch(/^sequenceDiagram/);
  });

  test('an API that cannot be simulated keeps no other from being proved, in every format', async () => {
    const { exitCode, guarantees, notProved } = await report('part.tf.json');
    expect([exitCode, guarantees.length]).toEqual([2, 18]);
    expect(notProved).toEqual([
      expect.objectContaining({
        ...{ service: 'apim', api: 'other', operation: 'get', request: 'GET /other/1' },
        message: expect.stringContaining('<xsl-transform>: this policy is not simulated') as string,
      }),
    ]);
    for (const format of ['table', 'markdown', 'mermaid']) {
      const { stdout } = await terminal(['prove', file('part.tf.json'), '--format', format]);
      expect(stdout).toContain('Not proved:');
      expect(stdout).toContain('this policy is not simulated');
    }
    // What is passed over keeps nothing from it.
    expect((await report('part.tf.json', '--ignore-policy', 'xsl-transform')).exitCode).toBe(0);
  });

  test('refuses to pass over a policy that is nowhere, and lists those that are', async () => {
    const argv = ['prove', file('good.tf.json'), '--ignore-policy', 'xsl-transfrom', '--ignore-policy', 'retry'];
    expect(await terminal(argv)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        "apim-failover: --ignore-policy xsl-transfrom: no policy has this name; known: 'forward-request', 'retry', 'set-backend-service'\n",
    });
    const against = [
      'prove',
      file('good.tf.json'),
      '--ignore-policy',
      'xsl-transform',
      '--against',
      file('part.tf.json'),
    ];
    expect((await terminal(against)).stderr).toBe('');
  });

  test('ends with 1 where a failure is not survived, whatever else cannot be proved', async () => {
    const { exitCode, notProved } = await report('bad-part.tf.json');
    expect([exitCode, notProved.length]).toEqual([1, 1]);
  });

  test('takes no region in a request that nothing names, where all are known; else it warns, as --region does', async () => {
    const path = file('regions.yaml');
    const fault = `apim-failover: ${path}: request 1, region nope: no known gateway is in this region, and no policy refers to it;`;
    expect(await terminal(['prove', file('good.tf.json'), '--requests', path])).toEqual({
      ...{ exitCode: 2, stdout: '' },
      stderr: `${fault} known: 'swedencentral'\n`,
    });
    expect(await terminal(['prove', file('looked-up.tf.json'), '--requests', path])).toMatchObject({ exitCode: 0 });
  });

  test('names all requests that match no operation, without their queries', async () => {
    const { exitCode, stdout, stderr } = await terminal([
      ...['prove', file('good.tf.json'), '--requests', file('strays.yaml')],
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(
      'apim-failover: request 0, PUT /orders/7: it matches no operation\n' +
        'apim-failover: request 2, GET /no?code=...: it matches no operation\n',
    );
  });

  test('its help shows no empty default', async () => {
    for (const command of ['prove', 'serve']) expect((await terminal([command, '--help'])).stdout).not.toContain('[]');
  });

  test('a diagram is never empty, also where there is nothing to show', async () => {
    for (const name of ['no-api.tf.json', 'good.tf.json', 'alone.tf.json', 'refusing.tf.json']) {
      const { stdout } = await terminal(['prove', file(name), '--format', 'mermaid']);
      expect(stdout).toMatch(/^sequenceDiagram\n {4}participant client as Client\n {4}Note over client: [^#;\n]+\n/);
    }
  });

  test('says that there is nothing to prove, and ends with 2', async () => {
    const { exitCode, stdout } = await terminal(['prove', file('no-api.tf.json')]);
    expect([exitCode, stdout]).toEqual([
      2,
      'Not proved:\n  apim: no API of the service is declared, so there is nothing to prove\n\nNothing is proved\n',
    ]);
  });

  test('says that there is no failover to prove where there is one backend, and ends with 0', async () => {
    const { exitCode, stdout } = await terminal(['prove', file('alone.tf.json')]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'There is no second backend to fail over to: while func-primary fails, none is healthy.\n',
    );
    expect(stdout).toContain(
      'No failover is proved: no simulated failure leaves a backend healthy\n' +
        '  without a second backend, so without failover: API orders of apim\n',
    );
  });

  test.each(['empty.tf.json', 'missing.tf.json', 'requests.yaml'])('cannot use %s', async (name) => {
    const { exitCode, stdout, stderr } = await terminal(['prove', file(name)]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test.each(['table', 'json', 'markdown', 'mermaid'])('%s shows no control characters of names', async (format) => {
    for (const name of ['hostile.tf.json', 'bad-hostile.tf.json']) {
      const { stdout } = await terminal(['prove', file(name), '--format', format]);
      expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
      if (format === 'markdown') expect(stdout).not.toContain('<b>');
      if (format === 'json') {
        const [{ failure }] = (JSON.parse(stdout) as ProofReport).guarantees;
        expect(failure.backends).toEqual([HOSTILE]);
      }
    }
  });

  test('writes a counterexample for each failure that is not survived, where others are too', async () => {
    const target = file('scenarios');
    for (let time = 0; time < 2; time++) {
      await terminal(['prove', file('bad-hostile.tf.json'), '--counterexamples', target]);
      expect(readdirSync(target).sort()).toEqual([
        'apim.orders.get.func-31m-b-.flapping.yaml',
        'apim.orders.get.func-31m-b-.hang.yaml',
        'apim.orders.get.func-31m-b-.refused.yaml',
        'apim.orders.get.func-31m-b-.status-503-just-before-the-timeout.yaml',
        'apim.orders.get.func-31m-b-.status-503.yaml',
        'apim.orders.get.func-31m-b-.unreachable.yaml',
      ]);
    }
  });

  test('shows no secret of a policy or a request', async () => {
    const url = 'https://me:pass-word@one.example.net/api?code=key-code';
    const secrets = JSON.stringify(stack(2))
      .replace(/backend-id=\\"pool\\"/g, `base-url=\\"${url}\\"`)
      .replace('<outbound />', '<outbound><set-header name=\\"X\\"><value>head-value</value></set-header></outbound>');
    writeFileSync(file('secrets.tf.json'), secrets);
    writeFileSync(file('secret-request.yaml'), '- { method: GET, path: /orders/7?code=query-code }\n');
    for (const format of ['table', 'markdown', 'mermaid']) {
      const argv = ['prove', file('secrets.tf.json'), '--format', format, '--requests', file('secret-request.yaml')];
      const { stdout, stderr } = await terminal(argv);
      expect(stdout + stderr).toContain(format === 'mermaid' ? 'sequenceDiagram' : 'one.example.net');
      expect(stdout + stderr).not.toMatch(/pass-word|key-code|head-value|query-code/);
    }
  });

  test('says that counterexamples cannot be written', async () => {
    writeFileSync(file('occupied'), '');
    const targets = [file('occupied'), file('occupied/below'), file('occupied/below/deep')];
    for (const target of targets) {
      const { exitCode, stderr } = await terminal(['prove', file('bad.tf.json'), '--counterexamples', target]);
      expect([exitCode, stderr]).toEqual([
        2,
        `apim-failover: --counterexamples ${target}: cannot write files: the path is a file; a folder is needed\n`,
      ]);
    }
    const deep = file('new/deep/er');
    expect((await terminal(['prove', file('bad.tf.json'), '--counterexamples', deep])).stderr).toBe('');
    expect(readdirSync(deep)).toHaveLength(6);
  });

  test('says that the disk is full, of which the error names no path', async () => {
    const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
    const full = jest.spyOn(fs, 'writeFileSync').mockImplementation(() => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
    });
    const target = file('full');
    const { exitCode, stderr } = await terminal(['prove', file('bad.tf.json'), '--counterexamples', target]);
    full.mockRestore();
    expect([exitCode, stderr]).toEqual([
      2,
      `apim-failover: --counterexamples ${target}: cannot write files: the disk is full\n`,
    ]);
  });

  test('serve takes a counterexample', async () => {
    const target = file('to-serve');
    await terminal(['prove', file('bad.tf.json'), '--counterexamples', target]);
    const [first] = readdirSync(target);
    const served = await terminal([
      ...['serve', file('bad.tf.json'), '--scenario', join(target, first), '--port', '0'],
    ]);
    expect([served.exitCode, served.stderr]).toEqual([0, '']);
  });

  test('tells how far it is where somebody watches and it takes long, and clears that', async () => {
    const now = jest.spyOn(Date, 'now');
    const told = async (pace: number): Promise<string[]> => {
      let time = 0;
      now.mockImplementation(() => (time += pace));
      const texts: string[] = [];
      await terminal(['prove', file('good.tf.json')], { progress: (text) => void texts.push(text) });
      return texts;
    };
    try {
      expect(await told(0)).toEqual([]);
      expect(await told(2000)).toEqual(['proved 1 of 1', '']);
    } finally {
      now.mockRestore();
    }
  });

  test.each([
    ['--budget', '30'],
    ['--budget', 'PT0S'],
    ['--budget', 'P1M'],
    ['--format', 'xml'],
  ])('refuses %s %s', async (...argv) => {
    const { exitCode, stdout, stderr } = await terminal(['prove', file('good.tf.json'), ...argv]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    if (argv[0] !== '--budget') return;
    expect(stderr).toBe(
      `apim-failover: --budget "${argv[1]}": an ISO 8601 duration greater than 0 is needed, in days, hours, minutes, and seconds, such as PT30S or PT1M30S\n`,
    );
  });
});
