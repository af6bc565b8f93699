import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ROOT } from '../support/root';
import { file, listening, MAPPED, serve } from './served';
import { terminal } from './terminal';

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
    expect((await serve('strange.json', ...MAPPED, '--ignore-policy', 'validate-client-certificate')).exitCode).toBe(0);
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
      stderr: `apim-failover: warning: --region nope: no known gateway is in this region, and no policy refers to it; known: ${known}\n`,
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
    const untilStopped = async (): Promise<void> => {
      while ((told.match(/^ {2}at /gm) ?? []).length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    };
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
