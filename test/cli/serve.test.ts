import { spawn } from 'node:child_process';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { folder, stack } from './stack';
import { Ending, ROOT, terminal } from './terminal';

interface Stack {
  readonly resource: {
    readonly azurerm_api_management: Record<string, object>;
    readonly azurerm_api_management_api: { readonly Api: Record<string, unknown> };
    readonly azurerm_api_management_api_policy: { readonly Policy: { xml_content: string } };
  };
}

const twoServices = stack() as Stack;
twoServices.resource.azurerm_api_management.Other = {
  ...{ name: 'apim-other', resource_group_name: 'rg', location: 'norwayeast', sku_name: 'Standard_1' },
};
const withKeys = stack() as Stack;
withKeys.resource.azurerm_api_management_api.Api.subscription_required = true;
const strange = stack() as Stack;
const { Policy } = strange.resource.azurerm_api_management_api_policy;
Policy.xml_content = Policy.xml_content.replace('<inbound>', '<inbound><llm-token-limit />');

const regions = stack() as Stack;
const xml = regions.resource.azurerm_api_management_api_policy.Policy;
xml.xml_content = xml.xml_content.replace(
  '<inbound>',
  '<inbound><set-variable name="home" value="@(context.Deployment.Region == &quot;West Europe&quot;)" />',
);
Object.assign(regions.resource.azurerm_api_management.Apim, { additional_location: [{ location: 'norwayeast' }] });
const lookedUp = JSON.parse(JSON.stringify(regions)) as Stack;
Object.assign(lookedUp.resource.azurerm_api_management.Apim, { location: undefined, additional_location: undefined });

const later = JSON.parse(JSON.stringify(regions)) as Stack;
Object.assign(later.resource.azurerm_api_management.Apim, {
  additional_location: [{ location: '${random_pet.region.id}' }],
});

const directory = folder({
  'regions.json': regions,
  'later.json': later,
  'looked-up.json': lookedUp,
  'one.tf.json': '{}',
  'good.json': stack(),
  'two.json': twoServices,
  'keys.json': withKeys,
  'strange.json': strange,
  'backends.yaml': 'func-primary: http://localhost:7071\nfunc-secondary: http://localhost:7072\n',
  'list.yaml': '- func-primary\n',
  'empty.yaml': '',
  'broken.yaml': 'a: [1\n',
  'twice.yaml': 'a: http://localhost:1\na: http://localhost:2\n',
  'numbers.yaml': 'func-primary: 7071\nfunc-secondary: { url: http://localhost:7072 }\n',
  'down.yaml': [
    'apiManagement: apim',
    'backends: { func-primary: [{ status: 503 }] }',
    'requests:',
    '  - { at: PT0S, method: GET, path: /orders/1 }',
    '  - { at: PT0.1S, method: GET, path: /orders/2?code=secret }',
    'expect: [{ request: 0, status: 200 }]',
  ].join('\n'),
  'elsewhere.yaml': 'apiManagement: nowhere\nrequests: [{ at: PT0S, method: GET, path: /orders/1 }]\n',
  'lures.yaml': '__proto__: http://localhost:1\nconstructor: http://localhost:2\n',
});
const file = (name: string): string => join(directory, name);
const PRIMARY = ['--backend', 'func-primary=http://localhost:7071'];
const MAPPED = [...PRIMARY, '--backend', 'func-secondary=http://localhost:7072'];

const serve = (name: string, ...argv: readonly string[]): Promise<Ending> =>
  terminal(['serve', file(name), '--port', '0', ...argv]);

describe('serve refuses', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'backends that are not mapped, all at once',
      ['good.json'],
      [
        "backend 'func-primary' is not mapped; use --backend func-primary=URL",
        "backend 'func-secondary' is not mapped; use --backend func-secondary=URL",
      ],
    ],
    [
      'a mapping for a backend that is not there',
      ['good.json', ...MAPPED, '--backend', 'func-x=http://localhost:1'],
      ["no backend is named 'func-x'; known: 'func-primary', 'func-secondary'"],
    ],
    [
      'a mapping that is none',
      ['good.json', ...MAPPED, '--backend', 'x', '--backend', '=http://localhost:1'],
      [
        '--backend "x": NAME=URL is needed, such as orders-local=http://localhost:7071',
        '--backend a string of 19 characters: NAME=URL is needed, such as orders-local=http://localhost:7071',
      ],
    ],
    [
      'what is no URL',
      ['good.json', ...PRIMARY, '--backend', 'func-secondary=localhost:7072'],
      [`backend 'func-secondary': a string of 14 characters is not an http or https URL such as http://localhost:7071`],
    ],
    [
      'a URL with a password, which it does not print',
      ['good.json', ...PRIMARY, '--backend', 'func-secondary=http://me:secret@localhost:7072'],
      [`backend 'func-secondary': "http://...@localhost:7072" has a user name or a password, which is not supported`],
    ],
    [
      'a URL with a query, which it does not print',
      ['good.json', ...PRIMARY, '--backend', 'func-secondary=http://localhost:7072?code=secret'],
      [`backend 'func-secondary': "http://localhost:7072?code=..." has a query or a fragment; remove it`],
    ],
    [
      'a backend that is mapped twice',
      ['good.json', ...MAPPED, ...PRIMARY],
      ["backend 'func-primary' is mapped twice"],
    ],
    [
      'a backend that is mapped in the file too',
      ['good.json', '--backends', file('backends.yaml'), ...PRIMARY],
      ["backend 'func-primary' is mapped twice"],
    ],
    ['a file that is not there', ['good.json', '--backends', 'nowhere.yaml'], ['nowhere.yaml: no such file']],
    ['a folder for a file', ['good.json', '--backends', directory], [`${directory}: it is a folder; a file is needed`]],
    [
      'a file that holds a list',
      ['good.json', '--backends', file('list.yaml')],
      [`${file('list.yaml')}: a map of names to URLs is needed, such as orders-local: http://localhost:7071`],
    ],
    [
      'an empty file',
      ['good.json', '--backends', file('empty.yaml')],
      [`${file('empty.yaml')}: a map of names to URLs is needed, such as orders-local: http://localhost:7071`],
    ],
    [
      'a file with other values',
      ['good.json', '--backends', file('numbers.yaml')],
      [
        `backend 'func-primary': 7071 is not an http or https URL such as http://localhost:7071`,
        `backend 'func-secondary': an object is not an http or https URL such as http://localhost:7071`,
      ],
    ],
    [
      'names that objects have of their own',
      ['good.json', ...MAPPED, '--backends', file('lures.yaml')],
      [
        "no backend is named '__proto__'; known: 'func-primary', 'func-secondary'",
        "no backend is named 'constructor'; known: 'func-primary', 'func-secondary'",
      ],
    ],
    [
      'a policy that it does not know, with its place',
      ['strange.json', ...MAPPED],
      [
        'azurerm_api_management_api_policy.Policy, line 2, column 12: <llm-token-limit>: this policy is not simulated; ' +
          'skip it with ignorePolicies in a scenario, or with --ignore-policy of prove or serve',
      ],
    ],
    ['a stack that is not there', ['none.json', ...MAPPED], [`${file('none.json')}: no such file or folder`]],
    [
      'a host that is not of this machine',
      ['good.json', ...MAPPED, '--host', '203.0.113.7'],
      ['apim: port 0 of 203.0.113.7 is not an address of this machine; choose another with --port or --host'],
    ],
    [
      'ports beyond the last',
      ['two.json', ...MAPPED, '--port', '65535'],
      ['apim-other: port 65536 of 127.0.0.1 exceeds the last port, 65535; choose another with --port or --host'],
    ],
  ])('%s', async (_, [name, ...argv], faults) => {
    const stderr = faults.map((fault) => `apim-failover: ${fault}\n`).join('');
    expect(await serve(name, ...argv)).toEqual({ exitCode: 2, stdout: '', stderr });
  });

  test.each(['broken.yaml', 'twice.yaml'])('%s, which is no YAML, in one line', async (name) => {
    const { exitCode, stderr } = await serve('good.json', '--backends', file(name));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(new RegExp(`^apim-failover: ${file(name)}: [^\\n]+\\n$`));
  });

  test.each([
    ['--port', 'http', '0 to 65535'],
    ['--port', '65536', '0 to 65535'],
    ['--port', '-1', '0 to 65535'],
    ['--units', '0', '1 to 100'],
    ['--units', '1.5', '1 to 100'],
  ])('%s %s', async (option, value, range) => {
    const { exitCode, stdout, stderr } = await serve('good.json', ...MAPPED, `${option}=${value}`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^apim-failover: option '${option} [^\\n]*'${value}'[^\\n]*${range}[^\\n]*\\n$`));
  });

  test('a port that is in use, and lets go of the others', async () => {
    const taken = await listening(createServer());
    const { port } = taken.address() as AddressInfo;
    const ending = await serve('good.json', ...MAPPED, '--port', String(port));
    taken.close();
    expect(ending).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `apim-failover: apim: port ${port} of 127.0.0.1 is in use; choose another with --port or --host\n`,
    });
    expect((await serve('good.json', ...MAPPED, '--port', String(port))).exitCode).toBe(0);
  });
});

describe('serve', () => {
  test('helps with examples', async () => {
    const { exitCode, stdout } = await terminal(['serve', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('\nExamples:\n  apim-failover serve ');
  });

  test('tells where each service is, the next one on the next port', async () => {
    // Somebody else may take the port after one that is free.
    let [port, ending] = [0, await serve('none.json')];
    for (let tries = 0; ending.exitCode !== 0 && tries < 10; tries++) {
      const free = await listening(createServer());
      ({ port } = free.address() as AddressInfo);
      await new Promise((resolve) => free.close(resolve));
      ending = await serve('two.json', ...MAPPED, '--port', String(port));
    }
    const { exitCode, stdout, stderr } = ending;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'apim',
      `  http://127.0.0.1:${port}/orders`,
      `  http://127.0.0.1:${port}/_gateway/  shows circuits and attempts`,
      'apim-other',
      `  http://127.0.0.1:${port + 1}/_gateway/  shows circuits and attempts`,
      'stopping when the requests in progress are finished',
      '',
    ]);
  });

  test('listens at addresses of IPv6, with mappings from a file', async () => {
    const { stdout, stderr } = await serve('good.json', '--backends', file('backends.yaml'), '--host', '::1');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ {2}http:\/\/\[::1\]:\d+\/orders$/m);
  });

  test('passes over a policy when it is told to', async () => {
    expect((await serve('strange.json', ...MAPPED, '--ignore-policy', 'llm-token-limit')).exitCode).toBe(0);
  });

  test('takes a region of a gateway or of a policy, and no other where all are known', async () => {
    for (const region of ['swedencentral', 'Sweden Central', 'norwayeast', 'West Europe']) {
      expect(await serve('regions.json', ...MAPPED, '--region', region)).toMatchObject({ exitCode: 0, stderr: '' });
    }
    const fault =
      "--region nope: no known gateway is in this region, and no policy refers to it; known: 'swedencentral', 'norwayeast', 'West Europe'";
    const argv = ['--region', 'nope', '--ignore-policy', 'foo'];
    expect(await serve('regions.json', ...MAPPED, ...argv)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(
        new RegExp(`^apim-failover: --ignore-policy foo: .*\napim-failover: ${fault}\n$`),
      ) as string,
    });
    expect((await serve('regions.json', ...MAPPED, '--region', 'westeurope')).exitCode).toBe(2);
  });

  test.each([
    ['looked-up.json', "'West Europe'"],
    ['later.json', "'swedencentral', 'West Europe'"],
  ])('warns of another region where not all are known: %s', async (name, known) => {
    expect(await serve(name, ...MAPPED, '--region', 'nope')).toMatchObject({
      exitCode: 0,
      stderr: `apim-failover: --region nope: no known gateway is in this region, and no policy refers to it; known: ${known}\n`,
    });
  });

  test('tells the key that clients need, and no key that it was given', async () => {
    expect((await serve('keys.json', ...MAPPED)).stdout).toContain("-H 'Ocp-Apim-Subscription-Key: local'\n");
    const { stdout, stderr } = await serve('keys.json', ...MAPPED, '--subscription-key', 'secret');
    expect(stdout).toContain("-H 'Ocp-Apim-Subscription-Key: <one of your keys>'\n");
    expect(stdout + stderr).not.toContain('secret');
  });

  test('plays a scenario file that controls the backends and sends its requests', async () => {
    let told = '';
    const untilStopped = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 4000));
    const argv = ['serve', file('keys.json'), '--port', '0', '--scenario', file('down.yaml')];
    const { exitCode, stderr } = await terminal(argv, { untilStopped, stdout: (text) => void (told += text) });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const answers = told.split('\n').filter((line) => line.startsWith('  at '));
    expect(answers.map((line) => line.replace(/[\d.]+ s$/, 'n s')).sort()).toEqual([
      '  at 0 s  GET /orders/1: 200 after n s',
      '  at 0.1 s  GET /orders/2?code=...: 200 after n s',
    ]);
  }, 15_000);

  test('plays no scenario of a service that is not there', async () => {
    const { exitCode, stderr } = await serve('good.json', '--scenario', file('elsewhere.yaml'));
    expect(exitCode).toBe(2);
    expect(stderr).toContain("no API Management service is named 'nowhere'");
  });

  test('as a process answers what is under way after Ctrl-C, and ends with 0', async () => {
    const late = await listening(
      createServer((_, response) => {
        child.kill('SIGINT');
        setTimeout(() => response.end('late'), 150);
      }),
    );
    const backend = `http://127.0.0.1:${(late.address() as AddressInfo).port}`;
    const mappings = ['func-primary', 'func-secondary'].flatMap((name) => ['--backend', `${name}=${backend}`]);
    const argv = ['--import', 'tsx', join(ROOT, 'cli/main.ts'), 'serve', file('good.json'), '--port', '0', ...mappings];
    const child = spawn(process.execPath, argv, { cwd: ROOT });
    let [stdout, stderr] = ['', ''];
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    const closed = new Promise((resolve) => child.on('close', resolve));
    const url = await new Promise<string>((resolve) =>
      child.stdout.on('data', (chunk) => {
        stdout += String(chunk);
        const [found] = /http:\S+\/orders/.exec(stdout) ?? [];
        if (found !== undefined) resolve(found);
      }),
    );
    expect(await (await fetch(`${url}/1`)).text()).toBe('late');
    expect(await closed).toBe(0);
    late.close();
    expect(stderr).toBe('');
    expect(stdout).toContain('stopping when ');
  }, 15_000);
});

function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
