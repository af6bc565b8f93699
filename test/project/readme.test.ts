import { spawnSync } from 'node:child_process';
import { Testing } from 'cdktf';
import { ARTICLE_SETTINGS } from '../../scenarios/article-settings';
import { readSettings } from '../../settings';
import { manifestOf } from '../support/manifests';
import { PAGES, readPage } from '../support/pages';
import { ROOT } from '../support/root';

describe('README.md', () => {
  const readme = readPage('README.md');

  test('is read in one go: it has fewer than 200 lines', () => {
    expect(readme.text.split('\n').length).toBeLessThan(200);
  });

  test('what npm start prints is what it prints', () => {
    const [shown] = readme.blocks.filter(({ language }) => language === 'text');
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, CDKTF_OUTDIR: undefined, CDKTF_CONTEXT_JSON: JSON.stringify(ARTICLE_SETTINGS) },
    });
    expect(stdout).toContain(shown.code);
  }, 60_000);
});

test('the context that is shown is one that the main stack takes', () => {
  const [, { code }] = readPage('docs/getting-started.md').blocks.filter(({ language }) => language === 'json');
  const { context } = JSON.parse(code) as { context: Record<string, unknown> };
  expect(() => readSettings(Testing.app({ context }).node)).not.toThrow();
});

test('the scripts that pages name exist', () => {
  // The function app is a package of its own.
  const pages = PAGES.filter(({ path }) => !path.includes('function-app'));
  const commands = pages.flatMap(({ blocks }) => blocks.filter(({ language }) => language === 'sh'));
  const named = commands.flatMap(({ code }) =>
    [...code.matchAll(/\bnpm (?:run )?([a-z-]+)(?= |$)/gm)].map(([, name]) => name),
  );
  const scripts = named.filter((name) => !['ci', 'install', 'pkg', 'publish'].includes(name));
  expect(scripts).toEqual(expect.arrayContaining(['start', 'test', 'demo']));
  for (const script of scripts) expect(manifestOf('cdktf-apim-failover').scripts).toHaveProperty(script);
});
