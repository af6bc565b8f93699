import type { ProofReport } from '../../simulator/prove/proof-report';
import { file } from './proved';
import { terminal } from './terminal';

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
     func-primary +  status 500-599                 503 in 3 s, 5 attempts, the   503 in 3 s   503 in 3 s, settled in 30 s   no healthy backend
     func-secondary                                 last to func-secondary
                     refused                        500 in 3 s, 5 attempts, the   500 in 3 s   503 in 3 s, settled in 30 s   no healthy backend
                                                    last to func-secondary
                     unreachable, hang              500 in 53 s, 5 attempts, the  500 in 53 s  503 in 3 s, settled in 27 s   no healthy backend
                                                    last to func-secondary
                     status 503 just before the     503 in 53 s, 5 attempts, the  503 in 53 s  503 in 3 s, settled in 27 s   no healthy backend
                     timeout                        last to func-secondary
                     flapping                       503 in 3 s, 5 attempts, the   503 in 3 s   200 at once, settled in 27 s  no healthy backend
                                                    last to func-secondary

     A client waits at most 43 s while a backend is healthy: func-primary (unreachable).
     Backends may execute the same request up to 5 times.
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
      ...['status 503', 'status 429 with Retry-After 1 s', 'status 429 with Retry-After 1 day'].filter((how) =>
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

  test('ends with 1 where a failure is survived only without an earlier one in fixed intervals', async () => {
    const { exitCode, guarantees } = await report('short.tf.json');
    expect(exitCode).toBe(1);
    expect(guarantees[0]).toMatchObject({
      failure: { backends: ['func-primary'], how: 'status 503' },
      first: { status: 200, attempts: 4, backend: 'func-secondary' },
      verdict: 'survives later',
      decidedBy: [
        { assumption: 'successResets', value: false },
        { assumption: 'failureWindow', value: 'fixed' },
      ],
      otherwise: 'survives',
    });
  });

  test('ends with 1 where a client waits longer than the budget', async () => {
    expect((await report('good.tf.json', '--budget', 'PT1M')).exitCode).toBe(0);
    expect((await report('good.tf.json', '--budget', 'PT10S')).exitCode).toBe(1);
    const { stdout } = await terminal(['prove', file('good.tf.json'), '--budget', 'PT10S']);
    expect(stdout).toContain('3 take longer than the budget of 10 s');
  });

  test('compares two stacks', async () => {
    const { stdout } = await terminal(['prove', file('bad.tf.json'), '--against', file('good.tf.json')]);
    expect(stdout).toContain(
      'apim: API orders, GET /orders/1 (operation get): func-primary (status 500-599, refused, unreachable, hang, status 503 just before the timeout, flapping): now "survives later" instead of "survives"',
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
    for (const name of ['nowhere.yaml', 'faulty.yaml', 'missing.yaml', 'deep.yaml', 'timed.yaml']) {
      const { exitCode, stdout, stderr } = await terminal(['prove', file('good.tf.json'), '--requests', file(name)]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain(name);
      if (name === 'timed.yaml') {
        expect(stderr).toMatch(
          /requests\[1\]\.at is not allowed; allowed: method, path, headers, body, region, product\n.*requests\[1\]\.times is not allowed/,
        );
      }
      if (name === 'deep.yaml') expect(stderr).toMatch(/deep\.yaml: it is nested too deeply\n$/);
    }
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
    expect(await terminal(['prove', file('looked-up.tf.json'), '--requests', path])).toMatchObject({
      exitCode: 0,
      stderr: ['request 0, region Sweden Central', 'request 1, region nope']
        .map((where) => fault.replace(': ', ': warning: ').replace(/request .* nope/, where))
        .map((warning) => `${warning} no region is known\n`)
        .join(''),
    });
  });

  test('names all requests that match no operation, with the file and what there is, without their queries', async () => {
    const { exitCode, stdout, stderr } = await terminal([
      ...['prove', file('good.tf.json'), '--requests', file('strays.yaml')],
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(
      `apim-failover: ${file('strays.yaml')}: request 0, PUT /orders/7: no operation of API orders matches; operations: 'GET /{id}'\n` +
        `apim-failover: ${file('strays.yaml')}: request 2, GET /no?code=...: no API of apim matches the path; paths: '/orders'\n`,
    );
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
