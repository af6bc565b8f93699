import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { FAULTY, ONLY_ODD, SECRET, secretStack, URL_WITH_SECRETS } from './secret-stacks';
import { folder } from './stack';
import { Ending, terminal } from './terminal';

/** What stands where a secret may stand, in stacks that are valid and in those that are not, is nowhere in the output. */

const REQUEST = {
  at: 'PT0S',
  method: 'GET',
  path: `/orders/7?subscription-key=${SECRET}&code=${SECRET}&${SECRET}`,
  headers: { 'Ocp-Apim-Subscription-Key': SECRET, Authorization: `Bearer ${SECRET}` },
};

const scenario = (more: object = {}): object => ({
  apiManagement: 'apim',
  description: 'the primary is down',
  backends: { 'func-primary': [{ status: 503, headers: { 'x-key': SECRET }, body: { key: SECRET } }] },
  hosts: { 'orders.example.com': [{ status: 200 }] },
  requests: [REQUEST],
  ...more,
});

const expected = (expectation: object): object => scenario({ expect: [{ request: 0, ...expectation }] });

const SCENARIOS: Readonly<Record<string, string | object>> = {
  'fine.yaml': scenario(),
  'unmet.yaml': expected({ status: 418, backend: URL_WITH_SECRETS, headers: { Location: URL_WITH_SECRETS } }),
  'unknown-backend.yaml': scenario({ backends: { [URL_WITH_SECRETS]: [{ status: 503 }], [`${SECRET}==`]: [{}] } }),
  'unknown-service.yaml': scenario({ apiManagement: URL_WITH_SECRETS }),
  'header-lines.yaml': scenario({ requests: [{ ...REQUEST, headers: { Authorization: `Bearer\n${SECRET}` } }] }),
  'header-list.yaml': scenario({ requests: [{ ...REQUEST, headers: { Authorization: [SECRET] } }] }),
  'header-text.yaml': scenario({ requests: [{ ...REQUEST, headers: `Authorization: ${SECRET}` }] }),
  'header-name.yaml': scenario({ requests: [{ ...REQUEST, headers: { [`x-key: ${SECRET}`]: true } }] }),
  'path.yaml': scenario({ requests: [{ ...REQUEST, path: `orders?subscription-key=${SECRET}` }] }),
  'path-url.yaml': scenario({ requests: [{ ...REQUEST, path: URL_WITH_SECRETS }] }),
  'text.yaml': SECRET,
  'tag.yaml': `apiManagement: !${SECRET} apim\nrequests: *${SECRET}\n`,
  'scalar.yaml': `apiManagement: |${SECRET}\n  apim\n`,
  'escape.yaml': `apiManagement: "\\q${SECRET}"\n`,
  'flow.yaml': `apiManagement: [a\n${SECRET}: b\n`,
  'end.yaml': `apiManagement: "a" ${SECRET}: @\n`,
  'key.yaml': `? [a]\n: ${SECRET}\napiManagement: apim\n`,
};

const BACKENDS: Readonly<Record<string, string>> = {
  'user.yaml': `func-primary: http://me:${SECRET}@localhost:1\nfunc-secondary: http://localhost:1?code=${SECRET}\n`,
  'list-of.yaml': `func-primary: [${SECRET}]\nfunc-secondary: { url: "${SECRET}" }\n`,
  'mappings.yaml': `func-primary: ${SECRET}\n"http://me:${SECRET}@localhost?code": a\n`,
  'tags.yaml': `func-primary: !${SECRET} *${SECRET}\n`,
  'keys.yaml': `? [a]\n: http://me:${SECRET}@localhost:1\n`,
};

const directory = folder({ 'fine.json': secretStack(), ...FAULTY, ...SCENARIOS, ...BACKENDS });
const file = (name: string): string => join(directory, name);
const MAPPED = [
  ...['--backend', 'func-primary=http://localhost:1', '--backend', 'func-secondary=http://localhost:1'],
  ...['--backend', 'orders.example.com=http://localhost:1'],
];

/** Runs the command, and looks through all that it prints; no parser's warnings pass it by. */
async function silent(...argv: readonly string[]): Promise<Ending> {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation();
  const ending = await terminal(argv);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
  const said = ending.stdout + ending.stderr;
  expect(said).not.toContain(SECRET);
  expect(said).not.toContain('internal error');
  return ending;
}

describe('of a stack that is fine', () => {
  test.each(['text', 'json', 'sarif'])('check --format %s', async (format) => {
    const { exitCode, stdout } = await silent('check', file('fine.json'), '--format', format);
    expect(exitCode).toBe(0);
    // The condition is told, without its strings.
    expect(stdout).toContain('GetValueOrDefault(');
  });

  test.each(['table', 'json', 'mermaid'])('simulate --format %s', async (format) => {
    const { exitCode, stdout } = await silent(
      ...['simulate', file('fine.json'), '--scenario', file('fine.yaml'), '--format', format],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('func-primary');
    if (format === 'table') expect(stdout).toContain('GET /orders/7?subscription-key=...');
  });

  test('serve, with a key and a backend that is out of reach, and its page', async () => {
    const warm = createServer();
    await new Promise<void>((resolve) => warm.listen(0, '127.0.0.1', resolve));
    const { port } = warm.address() as AddressInfo;
    await new Promise((resolve) => warm.close(resolve));
    let [said, answers] = ['', ''];
    const { exitCode } = await terminal(
      ['serve', file('fine.json'), '--port', String(port), ...MAPPED, '--subscription-key', SECRET],
      {
        stdout: (text) => void (said += text),
        stderr: (text) => void (said += text),
        untilStopped: async () => {
          const url = `http://127.0.0.1:${port}`;
          await fetch(`${url}/orders/7?subscription-key=${SECRET}&code=${SECRET}`);
          await fetch(`${url}/orders/7?subscription-key=${SECRET}x`);
          for (const path of ['', 'state', 'metrics', 'page.js']) {
            answers += await (await fetch(`${url}/_gateway/${path}`)).text();
          }
        },
      },
    );
    expect(exitCode).toBe(0);
    // A URL that is mapped may hold no secret: it says which backend does not run.
    expect(said).toMatch(/backend 'func-\w+' \(http:\/\/[\w.]+:\d+\) cannot be reached: connect ECONNREFUSED/);
    expect(answers).toContain('apim_failover_attempts_total{backend="func-primary"');
    expect(said + answers).not.toContain(SECRET);
  });
});

describe('of a stack that is faulty', () => {
  test.each(Object.keys(FAULTY))('%s', async (name) => {
    const endings = [
      ...(await Promise.all(
        ['text', 'json', 'sarif'].map((format) => silent('check', file(name), '--format', format)),
      )),
      await silent('simulate', file(name), '--scenario', file('fine.yaml')),
      await silent('serve', file(name), '--port', '0', ...MAPPED),
    ];
    if (ONLY_ODD.includes(name)) return;
    expect(Math.max(...endings.map(({ exitCode }) => exitCode))).toBeGreaterThan(0);
  });
});

test.each(Object.keys(SCENARIOS).filter((name) => name !== 'fine.yaml'))('of a scenario: %s', async (name) => {
  for (const format of ['table', 'json', 'mermaid']) {
    const { exitCode } = await silent(...['simulate', file('fine.json'), '--scenario', file(name), '--format', format]);
    expect(exitCode).toBeGreaterThan(0);
  }
});

describe('of the command line', () => {
  test.each(Object.keys(BACKENDS))('--backends %s', async (name) => {
    expect((await silent('serve', file('fine.json'), '--backends', file(name))).exitCode).toBe(2);
  });

  test.each([
    `func-primary=http://me:${SECRET}@localhost:1`,
    `func-primary=http://localhost:1?code=${SECRET}`,
    `func-primary=http://localhost:1/#${SECRET}`,
    `func-primary=me:${SECRET}@localhost:1`,
    `func-primary=http://me:1/${SECRET}@localhost`,
    `func-primary=${SECRET}`,
    `http://me:${SECRET}@localhost:1`,
    `http://me:${SECRET}@localhost:1?code=${SECRET}`,
    `=http://me:${SECRET}@localhost:1`,
    `AccountKey=${SECRET}==`,
  ])('--backend %s', async (mapping) => {
    expect((await silent('serve', file('fine.json'), '--backend', mapping)).exitCode).toBe(2);
  });

  test.each([
    ['check', URL_WITH_SECRETS],
    ['simulate', file('fine.json'), '--scenario', URL_WITH_SECRETS],
    ['serve', file('fine.json'), `--subscription-keys=${SECRET}`],
    ['serve', file('fine.json'), `-k${SECRET}`],
    ['serve', file('fine.json'), '--backends', URL_WITH_SECRETS],
    ['serve', file('fine.json'), '--subscription-key', SECRET, SECRET],
  ])('%s %s %s', async (...argv) => {
    expect((await silent(...argv)).exitCode).toBe(2);
  });
});
