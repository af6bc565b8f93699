import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const FOLDER = join(__dirname, '..');

interface Package {
  readonly main?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}
const packageOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;

test('what Azure loads is what the build writes, and it is published', () => {
  const configPath = join(FOLDER, 'tsconfig.json');
  const config: unknown = JSON.parse(readFileSync(configPath, 'utf8'));
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, FOLDER, undefined, configPath);
  const [output] = ts.getOutputFileNames(parsed, join(FOLDER, 'src/functions/process-request.ts'), false);

  expect(output).toBe(join(FOLDER, packageOf(FOLDER).main?.replace('*', 'process-request') ?? ''));
  expect(existsSync(join(FOLDER, 'host.json'))).toBe(true);
  const ignored = readFileSync(join(FOLDER, '.funcignore'), 'utf8').trim().split('\n');
  expect(ignored).toContain('local.settings*.json');
  expect(ignored.filter((pattern) => /^(dist|host|package|\*)/.test(pattern))).toEqual([]);
});

test('it is tested with the version that it is deployed with', () => {
  const own = packageOf(FOLDER);
  const root = packageOf(join(FOLDER, '../..')).devDependencies ?? {};
  for (const [name, version] of Object.entries({ ...own.dependencies, ...own.devDependencies })) {
    expect([name, root[name]]).toEqual([name, version]);
  }
});
