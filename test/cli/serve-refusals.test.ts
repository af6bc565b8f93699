import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { directory, file, listening, MAPPED, PRIMARY, serve } from './served';

describe('serve refuses', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'backends that are not mapped, all at once',
      ['good.json'],
      [
        "backend 'func-primary' is not mapped; use --backend func-primary=URL",
        "backend 'func-secondary' is not mapped; use --backend func-secondary=URL",
        'to serve without backends, use --scenario FILE: a scenario needs no mappings',
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
        'azurerm_api_management_api_policy.Policy, line 2, column 12: <validate-client-certificate>: this policy is not simulated: it depends on the certificates of clients, which are not known; ' +
          'skip it with ignorePolicies in a scenario, or with --ignore-policy of prove or serve',
      ],
    ],
    ['a stack that is not there', ['none.json', ...MAPPED], [`${file('none.json')}: no such file or folder`]],
    [
      'a host that is not of this machine',
      ['good.json', ...MAPPED, '--host', '203.0.113.7'],
      ['apim: host 203.0.113.7 is not an address of this machine; choose another with --host'],
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
