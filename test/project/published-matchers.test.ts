import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stack } from '../cli/stack';
import { pack, Project, Resolution } from '../support/published';

/** A test framework, and how its users have the matchers and the serializer. */
interface Framework {
  readonly entry: string;
  /** What is installed besides the package. */
  readonly installed: readonly string[];
  readonly config: readonly [name: string, text: string];
  /** A file of tests, and what it begins with. */
  readonly tests: readonly [name: string, head: string];
  readonly command: readonly string[];
}

const JEST = ['node_modules/jest/bin/jest.js', '--ci=false', '-w', '1'];
const JEST_CONFIG = { transform: {}, watchman: false };

/** Jest as CommonJS, set up by its configuration alone; the others as ES modules. */
const FRAMEWORKS: readonly Framework[] = [
  {
    entry: 'jest',
    installed: ['jest'],
    config: [
      'jest.config.json',
      JSON.stringify({
        ...JEST_CONFIG,
        setupFilesAfterEnv: ['apim-failover/jest'],
        snapshotSerializers: ['apim-failover/jest'],
      }),
    ],
    tests: ['it.test.js', "const { Gateway } = require('apim-failover');"],
    command: JEST,
  },
  {
    entry: 'jest-globals',
    installed: ['jest', '@jest/globals'],
    config: ['jest.config.json', JSON.stringify({ ...JEST_CONFIG, testMatch: ['**/*.mjs'], injectGlobals: false })],
    tests: [
      'it.test.mjs',
      `import { expect, test } from '@jest/globals';
      import { Gateway } from 'apim-failover';
      import serializer from 'apim-failover/jest-globals';
      expect.addSnapshotSerializer(serializer);`,
    ],
    command: ['--experimental-vm-modules', '--no-warnings', ...JEST],
  },
  {
    entry: 'vitest',
    installed: ['vitest'],
    config: ['vitest.config.mjs', "export default { test: { snapshotSerializers: ['apim-failover/vitest'] } };"],
    tests: [
      'it.test.mjs',
      `import { expect, test } from 'vitest';
      import { Gateway } from 'apim-failover';
      import 'apim-failover/vitest';`,
    ],
    command: ['node_modules/vitest/vitest.mjs', 'run', '--maxWorkers=1'],
  },
];

const TESTS = `
  const text = ${JSON.stringify(JSON.stringify(stack()))};
  test('an answer', async () => {
    const gateway = await Gateway.fromTerraform(text);
    gateway.backend('func-primary').respondsWith(503);
    const answer = await gateway.send({ method: 'GET', path: '/orders/7' });
    expect(answer).toHaveFailedOverTo('func-secondary', { attempts: 4 });
    expect(() => expect(answer).toHaveBeenAnsweredBy('func-primary')).toThrow("to be answered by 'func-primary'");
  });
  test('policies', () => {
    const { Policy } = JSON.parse(text).resource.azurerm_api_management_api_policy;
    expect(JSON.stringify({ Policy })).toMatchSnapshot();
  });`;

const packed = {} as { path: string };
beforeAll(() => {
  packed.path = pack('apim-failover').path;
}, 60_000);

test.each(FRAMEWORKS)(
  'apim-failover/$entry adds matchers, and a snapshot has the lines of a policy',
  ({ installed, config, tests: [name, head], command }) => {
    const project = new Project({ 'apim-failover': packed }, installed);
    project.write(...config);
    project.write(name, head + TESTS);
    project.run(...command);
    const snapshot = readFileSync(join(project.directory, `__snapshots__/${name}.snap`), 'utf8');
    expect(snapshot.slice(snapshot.indexOf('`\n') + 2)).toBe(`{
  "Policy": {
    "api_management_name": "apim",
    "api_name": "orders",
    "resource_group_name": "rg",
    "xml_content": <policies>
      <inbound><set-backend-service backend-id="pool" /></inbound>
      <backend>
        <retry condition="@(context.Response == null || context.Response.StatusCode >= 500)" count="4" interval="1" first-fast-retry="true">
          <set-backend-service backend-id="pool" />
          <forward-request timeout="10" buffer-request-body="true" />
        </retry>
      </backend>
      <outbound />
      <on-error />
    </policies>,
  },
}
\`;
`);
  },
  60_000,
);

const typed = (entry: string, from: string): string => `
  ${from && `import { expect } from '${from}';`}
  import { guarantees } from 'apim-failover';
  import serializer from 'apim-failover/${entry}';
  export async function prove(json: string): Promise<void> {
    expect.addSnapshotSerializer(serializer);
    const proved = await guarantees(json);
    expect(proved).toSurvive('a', 'refused', { within: 2 });
    expect(proved).not.toSurvive(['a', 'b']);
    await expect(guarantees(json)).resolves.toSurvive('a');
    // @ts-expect-error: a backend has a name
    expect(proved).toSurvive(7);
  }`;

/** Vitest has no types for the rest. */
const RESOLUTIONS: [Resolution, string, string[]][] = [
  ['node10', 'Jest', ['ts']],
  ['node16', 'Jest', ['cts', 'mts']],
  ['bundler', 'Jest', ['ts']],
  ['node16', 'Vitest', ['mts']],
  ['bundler', 'Vitest', ['ts']],
];
test.each(RESOLUTIONS)(
  'types hold, resolved as %s does it, for %s',
  (resolution, framework, extensions) => {
    const isJest = framework === 'Jest';
    const installed = isJest ? ['@jest/globals', '@jest/expect', '@types/jest'] : ['vitest'];
    const project = new Project({ 'apim-failover': packed }, [...installed, '@types/node']);
    const sources = isJest
      ? [
          ['jest', typed('jest', '')],
          ['jest-globals', typed('jest-globals', '@jest/globals')],
        ]
      : [['vitest', typed('vitest', 'vitest')]];
    const files = sources.flatMap(([name, text]) =>
      extensions.map((extension) => {
        project.write(`${name}.${extension}`, text);
        return `${name}.${extension}`;
      }),
    );
    expect(project.typeFaults(files, resolution, isJest ? ['jest', 'node'] : ['node'])).toEqual([]);
  },
  60_000,
);
