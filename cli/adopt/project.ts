import { manifest } from '../manifest';
import type { Framework } from './program';

const PACKAGES = {
  cdktf: {
    dependencies: { '@cdktf/provider-azurerm': '^14.23.1', cdktf: '^0.21.0' },
    devDependencies: { 'cdktf-cli': '^0.21.0' },
  },
  cdktn: {
    dependencies: { '@cdktn/provider-azurerm': '16.1.0', cdktn: '^0.24.0' },
    devDependencies: { 'cdktn-cli': '^0.24.0' },
    // The bindings declare an earlier version of the framework as their peer.
    overrides: { '@cdktn/provider-azurerm': { cdktn: '^0.24.0' } },
  },
};

/** Returns the files around the program, by path. */
export function projectFiles(name: string, framework: Framework): ReadonlyMap<string, string> {
  const { dependencies, devDependencies, ...others } = PACKAGES[framework];
  const version = `^${manifest().version}`;
  // Like prettier, which keeps a short list on one line.
  const json = (content: object): string =>
    `${JSON.stringify(content, null, 2).replace(/\[\s+("[^"]*")\s+\]/g, '[$1]')}\n`;
  const all = sorted({ ...dependencies, [`${framework}-apim-failover`]: version, constructs: '^10.6.0' });
  const tools = {
    ...devDependencies,
    '@types/node': '^20.0.0',
    'apim-failover': version,
    tsx: '^4.0.0',
    typescript: '^5.9.0',
  };
  return new Map([
    ['package.json', json({ name, private: true, dependencies: all, devDependencies: sorted(tools), ...others })],
    ['cdktf.json', json({ language: 'typescript', app: 'npx tsx main.ts', sendCrashReports: 'false' })],
    ['tsconfig.json', json({ compilerOptions: COMPILER_OPTIONS, include: ['main.ts'] })],
    ['.gitignore', 'cdktf.out/\nnode_modules/\n'],
  ]);
}

const COMPILER_OPTIONS = {
  target: 'ES2022',
  module: 'CommonJS',
  moduleResolution: 'Node10',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node'],
};

function sorted(versions: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)));
}
