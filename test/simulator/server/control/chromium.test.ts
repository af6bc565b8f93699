import { spawnSync } from 'node:child_process';
import { ROOT } from '../../../support/root';

test('without a browser, its tests count as skipped and say why', () => {
  const argv = [
    'node_modules/jest/bin/jest.js',
    '--ci',
    '--selectProjects',
    'cdktf',
    '-w',
    '1',
    'test/project/demo.browser.test.ts',
  ];
  const env = { ...process.env, CHROMIUM: '/nowhere/chromium' };
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT, encoding: 'utf8', env });
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringMatching(/^Tests: +[1-9]\d* skipped,/m) as string,
  });
  expect(stderr).toContain(
    'SKIPPED: the demonstration in a browser: no Chromium was found (CHROMIUM is /nowhere/chromium).\n',
  );
}, 30_000);
