import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { SimulationResult } from '../../simulator/engine/results';
import type { ScenarioFile } from '../../simulator/scenario/scenario-file';
import { directory, file } from './proved';
import { terminal } from './terminal';

describe('apim-failover prove', () => {
  test.each(['bad.tf.json', 'short.tf.json', 'once.tf.json'])(
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

  test('where only an earlier failure in fixed intervals ends in an error, the counterexample has both', async () => {
    const target = file('counterexamples-of-fixed-intervals');
    await terminal(['prove', file('short.tf.json'), '--counterexamples', target]);
    const path = join(target, 'apim.orders.get.func-primary.status-503.yaml');
    const { backends, requests, assumptions } = parse(readFileSync(path, 'utf8')) as ScenarioFile;
    expect(assumptions).toMatchObject({ failureWindow: 'fixed' });
    // One attempt fails, and begins an interval of a minute. It ends between the attempts of the next request.
    expect(backends?.['func-primary'].map(({ from, status }) => [from, status])).toEqual([
      [undefined, 503],
      ['PT0.001S', 200],
      ['PT59.998S', 503],
    ]);
    expect(requests.map(({ at }) => at)).toEqual(['PT0S', 'PT59.998S']);
    const argv = ['simulate', file('short.tf.json'), '--scenario', path, '--format', 'json'];
    const { exchanges } = JSON.parse((await terminal(argv)).stdout) as SimulationResult;
    expect(exchanges.map(({ status, attempts }) => [status, attempts.map((each) => each.status)])).toEqual([
      [200, [503, 200]],
      [503, [503, 503, 503, 503]],
    ]);
  });

  test('says so where no scenario is written, although it ends with 1', async () => {
    const target = join(directory, 'counterexamples-of-none');
    const argv = ['prove', file('good.tf.json'), '--budget', 'PT10S', '--counterexamples', target];
    expect(await terminal(argv)).toMatchObject({
      exitCode: 1,
      stderr: `apim-failover: --counterexamples ${target}: no scenario was written, because no failure that leaves a backend healthy ends in an error\n`,
    });
    expect(readdirSync(target)).toEqual([]);
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
});
