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
  readonly test: readonly [name: string, head: string];
  /** Its command. */
  readonly run: readonly string[];
  /** What a test in TypeScript begins with. */
  readonly typed: string;
  readonly types: string[];
  readonly resolutions: readonly Resolution[];
}

const JEST = ['node_modules/jest/bin/jest.js', '--ci=false', '-w', '1'];
const WITHOUT_TRANSFORM = { transform: {}, watchman: false };

/** Jest as CommonJS, set up by its configuration alone; the others as ES modules. */
const FRAMEWORKS: readonly Framework[] = [
  {
    entry: 'jest',
    installed: ['jest', '@types/jest'],
    config: [
      'jest.config.json',
      JSON.stringify({
        ...WITHOUT_TRANSFORM,
        setupFilesAfterEnv: ['apim-failover/jest'],
        snapshotSerializers: ['apim-failover/jest'],
      }),
    ],
    test: ['it.test.js', "const { Gateway } = require('apim-failover');"],
    run: JEST,
    typed: '',
    types: ['jest'],
    resolutions: ['node10', 'node16', 'bundler'],
  },
  {
    entry: 'jest-globals',
    installed: ['jest', '@jest/globals', '@jest/expect', '@types/node'],
    config: [
      'jest.config.json',
      JSON.stringify({ ...WITHOUT_TRANSFORM, testMatch: ['**/*.test.mjs'], injectGlobals: false }),
    ],
    test: [
      'it.test.mjs',
      `import { expect, test } from '@jest/globals';
      import { Gateway } from 'apim-failover';
      import serializer from 'apim-failover/jest-globals';
      expect.addSnapshotSerializer(serializer);`,
    ],
    run: ['--experimental-vm-modules', '--no-warnings', ...JEST],
    typed: "import { expect } from '@jest/globals';",
    types: ['node'],
    resolutions: ['node10', 'node16', 'bundler'],
  },
  {
    entry: 'vitest',
    installed: ['vitest', '@types/node'],
    config: ['vitest.config.mjs', "export default { test: { snapshotSerializers: ['apim-failover/vitest'] } };"],
    test: [
      'it.test.mjs',
      `import { expect, test } from 'vitest';
      import { Gateway } from 'apim-failover';
      import 'apim-failover/vitest';`,
    ],
    run: ['node_modules/vitest/vitest.mjs', 'run', '--maxWorkers=1'],
    typed: "import { expect } from 'vitest';",
    types: ['node'],
    // Vitest's own types cannot be resolved as node10 does it.
    resolutions: ['node16', 'bundler'],
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

const TYPED = `
  import { guarantees } from 'apim-failover';
  export async function prove(json: string): Promise<void> {
    expect.addSnapshotSerializer(serializer);
    const proved = await guarantees(json);
    expect(proved).toSurvive('a', 'refused', { within: 2 });
    expect(proved).not.toSurvive(['a', 'b']);
    await expect(guarantees(json)).resolves.toSurvive('a');
    // @ts-expect-error: a backend has a name
    expect(proved).toSurvive(7);
  }`;

describe.each(FRAMEWORKS)('apim-failover/$entry, installed', ({ entry, installed, config, ...framework }) => {
  const { test: own, run, typed, types, resolutions } = framework;
  let project: Project;
  beforeAll(() => {
    project = new Project({ 'apim-failover': pack('apim-failover') }, installed);
  }, 60_000);

  test('adds matchers, and a snapshot has the lines of a policy', () => {
    project.write(...config);
    const [name, head] = own;
    project.write(name, head + TESTS);
    project.run(...run);
    const snapshot = readFileSync(join(project.directory, `__snapshots__/${name}.snap`), 'utf8');
    expect(snapshot.slice(snapshot.indexOf('`\n') + 2)).toBe(`{
  "Policy": {
    "api_management_name": "apim",
    "api_name": "orders",
    "resource_group_name": "rg",
    "xml_content": <policies>
      <inbound><set-backend-service backend-id="pool" /></inbound>
      <backend>
        <retry condition="@(context.Response == null || context.Response.StatusCode >= 500)" count="3" interval="1" first-fast-retry="true">
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
  }, 60_000);

  test.each(resolutions)(
    'its types hold, resolved as %s does it',
    (resolution) => {
      const files = resolution === 'node16' ? ['main.cts', 'main.mts'] : ['main.ts'];
      for (const file of files) {
        project.write(file, `${typed}\nimport serializer from 'apim-failover/${entry}';${TYPED}`);
      }
      expect(project.typeFaults(files, resolution, types)).toEqual([]);
    },
    60_000,
  );
});
