import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { formatMermaid } from '../../simulator/scenario/format-mermaid';
import { attempt, exchange, scenario as scenarioOf } from '../simulator/scenario/results';
import { folder, stack } from './stack';
import { Ending, terminal } from './terminal';

/** Names from files, with what a terminal would act on: none of it reaches one. */
const EVIL = [
  '\u001b[31m',
  '\u001b]0;title\u0007',
  '\r',
  '\n',
  '\b',
  '\u007f',
  '\u009b2J',
  '\u202e',
  '\u2066',
  '\u2028',
];
const ALL = EVIL.join('');
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** What names a forger would like to see on a line of its own. */
const FORGED = '\n  error    AF001  forged';

/** The JSON with names that go on with what is evil. */
function renamed(json: object, names: Readonly<Record<string, string>>): string {
  const texts = Object.entries(names).reduce(
    (text, [name, evil]) => text.replaceAll(new RegExp(`(?<=${name})(?=["/])`, 'g'), () => inJson(evil)),
    JSON.stringify(json),
  );
  return texts;
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const NAMES = {
  'func-primary': ALL + FORGED,
  'func-secondary': ALL,
  '"Primary': ALL + FORGED,
  '"Api': ALL + FORGED,
  '"Policy': ALL + FORGED,
  '"path":"orders': ALL,
};

const evilStack = renamed(stack(0), NAMES).replace('backend-id=\\"pool', () => 'backend-id=\\"gone\u009b2J\u202e');
const evilName = `func-primary${ALL}${FORGED}`;

const scenario = {
  apiManagement: 'apim',
  description: `down${ALL}${FORGED}`,
  backends: { [evilName]: [{ status: 503 }] },
  requests: [{ at: 'PT0S', method: 'GET', path: `/orders/7\u009b2J\u202e`, headers: { 'x-evil': '\u001b[31m' } }],
  expect: [{ request: 0, backend: evilName, headers: { 'x-evil': '\u001b[31m\u202e' }, body: `${ALL}${FORGED}` }],
};

const directory = folder({
  'evil.json': evilStack,
  'served.json': renamed(stack(), NAMES),
  'fine.json': stack(),
  'fine-scenario.json': { ...scenario, backends: {}, expect: [] },
  [`name${EVIL.filter((piece) => piece !== '\n').join('')}.json`]: '{}',
  'names.json': scenario,
  'service.json': { ...scenario, apiManagement: `apim${ALL}${FORGED}` },
  'keys.json': { ...scenario, [`key${ALL}`]: 1, hosts: { [ALL]: [{ [ALL]: ALL, status: ALL }] } },
  'yaml.yaml': `"a\\e[31m": [1\n\u009b2J: @\n`,
  'resource.json': renamed({ resource: { azurerm_api_management_group_policy: { x: {} } } }, { '"x': ALL }),
  'type.json': { resource: { [`azurerm_api_management_${ALL}_policy`]: { x: {} } } },
  'policy.json': JSON.stringify(stack()).replace(
    '<outbound />',
    `<outbound><set-header name='\u009b2J' exists-action='\u202e' /></outbound>`,
  ),
  'unresolved.json': renamed(stack(), { 'func-primary': `\${var.x${ALL} + 1}` }),
  'backends.yaml': `"${'\\e[31m'}x": "${'\\e[31m'}y"\n`,
});
const file = (name: string): string => join(directory, name);
const fileOfEvilName = file(`name${EVIL.filter((piece) => piece !== '\n').join('')}.json`);

async function printable(...argv: readonly string[]): Promise<Ending> {
  const ending = await terminal(argv);
  const said = ending.stdout + ending.stderr;
  expect(said).not.toBe('');
  expect(said).not.toMatch(UNPRINTABLE);
  // A name is part of a line, and none of its own.
  expect(said).not.toMatch(/^\s*error\s+AF001\s+forged/m);
  expect(said).not.toContain('internal error');
  return ending;
}

describe('control characters in names do not reach a terminal', () => {
  test.each(['text', 'json', 'sarif'])('check --format %s', async (format) => {
    const { exitCode, stdout } = await printable('check', file('evil.json'), '--format', format);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('AF008');
    expect(stdout).toContain('\\u001b[31m');
    // JSON is the same JSON: the name is all there.
    if (format === 'json') expect(JSON.stringify(JSON.parse(stdout))).toContain('gone\u009b2J\u202e');
  });

  test.each(['table', 'json', 'mermaid'])('simulate --format %s', async (format) => {
    const argv = ['--scenario', file('names.json'), '--format', format];
    const { exitCode, stdout } = await printable('simulate', file('served.json'), ...argv);
    expect(exitCode).toBe(1);
    if (format === 'json') expect(() => JSON.parse(stdout) as unknown).not.toThrow();
  });

  test.each(['service.json', 'keys.json', 'yaml.yaml'])('simulate with %s', async (name) => {
    const { exitCode } = await printable('simulate', file('evil.json'), '--scenario', file(name));
    expect(exitCode).toBe(2);
  });

  test.each(['resource.json', 'type.json', 'unresolved.json'])('check of %s', async (name) => {
    const { exitCode } = await printable('check', file(name));
    expect(exitCode).toBe(2);
  });

  test('simulate a policy with them', async () => {
    const { exitCode } = await printable('simulate', file('policy.json'), '--scenario', file('fine-scenario.json'));
    expect(exitCode).toBe(2);
  });

  test('names of files, and arguments', async () => {
    expect((await printable('check', fileOfEvilName)).exitCode).toBe(2);
    expect((await printable('check', `none${ALL}${FORGED}`)).exitCode).toBe(2);
    expect((await printable('check', file('fine.json'), '--format', ALL)).exitCode).toBe(2);
    expect((await printable(`check${ALL}`)).exitCode).toBe(2);
    expect((await printable('serve', file('fine.json'), '--backend', `${ALL}=${ALL}`)).exitCode).toBe(2);
    expect((await printable('serve', file('fine.json'), '--backends', file('backends.yaml'))).exitCode).toBe(2);
    expect((await printable('serve', file('evil.json'))).exitCode).toBe(2);
  });

  test('serve, and what its page is told', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const mapped = [`func-primary${ALL}${FORGED}`, `func-secondary${ALL}`].flatMap((name) => [
      '--backend',
      `${name}=http://127.0.0.1:1`,
    ]);
    let [said, state] = ['', ''];
    const { exitCode } = await terminal(['serve', file('served.json'), '--port', String(port), ...mapped], {
      stdout: (text) => void (said += text),
      stderr: (text) => void (said += text),
      untilStopped: async () => {
        state = await (await fetch(`http://127.0.0.1:${port}/_gateway/state`)).text();
      },
    });
    expect({ exitCode, said }).toEqual({ exitCode: 0, said: expect.stringContaining('/orders\\u001b[31m') as string });
    expect(said + state).not.toMatch(UNPRINTABLE);
    expect(JSON.parse(state)).toMatchObject({ backends: [{ name: evilName }, { name: `func-secondary${ALL}` }] });
  });
});

test('no name breaks out of a diagram', () => {
  const piece = fc.constantFrom(
    ...[
      '\n',
      '\r',
      ';',
      '#',
      '%%',
      '-->>',
      'client',
      'end',
      ':',
      '<',
      '>',
      '&',
      '"',
      '`',
      '```',
      '[',
      ']',
      '{',
      '}',
      '@',
    ],
    ...['\u001b[31m', '\u2028', '\u202e', 'a', ' ', '/', '?', '='],
  );
  const name = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));
  const diagramOf = (apiManagement: string, backend: string, path: string): string => {
    const given = { apiManagement, description: path, backends: new Map([[backend, []]]) };
    const requests = [{ at: 0, method: 'GET', path, headers: {} }];
    const exchanges = [exchange({ attempts: [attempt(0, backend, { status: null, reason: backend })] })];
    return formatMermaid(scenarioOf({ ...given, requests }), { exchanges, breakers: [], assumptions: {} });
  };
  const lines = diagramOf('apim', 'backend', '/').split('\n').length;
  fc.assert(
    fc.property(name, name, name, (...names) => {
      const diagram = diagramOf(...names);
      expect(diagram).not.toMatch(UNPRINTABLE);
      // As many lines as with plain names, and nothing in them that Mermaid, HTML or Markdown reads.
      expect(diagram.split('\n')).toHaveLength(lines);
      expect(diagram.replaceAll(/#\d+;|--?>>|--x|^ *Note over client:| rgba\([^)]*\)/gm, '')).not.toMatch(
        /[<>&"`;#%{}[\]]/,
      );
    }),
    { numRuns: 300 },
  );
});
