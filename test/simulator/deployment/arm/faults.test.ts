import { evaluated, faultsIn, resource, servicesOf, template, warningsIn } from './arm';
import { faultsOf } from '../faults';

const SERVICE = resource('', 'apim', {});
const backend = (more: object): object =>
  template([SERVICE, { ...resource('backends', 'apim/b', { url: 'https://b' }), ...more }]);

test('faults name the line of the resource', () => {
  const json = template([SERVICE, resource('policies', 'apim/policy', { value: '<policies>' })]);
  expect(faultsIn(json)).toEqual([
    expect.stringMatching(
      /^main\.json:11: Microsoft\.ApiManagement\/service\/apim\/policies\/policy: properties\.value cannot be read: /,
    ),
  ]);
});

test.each<[string, object, string[]]>([
  [
    'a copy',
    { copy: { name: 'c', count: 1e9 } },
    ['main.json:18: copy.count is 1000000000; a whole number from 0 to 800 is needed'],
  ],
  [
    'a copy with text',
    { copy: { name: 'c', count: 'many' } },
    ['main.json:18: copy.count is not a number; a whole number from 0 to 800 is needed'],
  ],
  [
    'a property copy',
    { properties: { url: { copy: [{ name: 'x', count: -1, input: 1 }] } } },
    ['main.json:18: copy.count is -1; a whole number from 0 to 800 is needed'],
  ],
])('%s that is out of range is one fault', (_, more, faults) => {
  expect(
    faultsIn(backend(more))
      .filter((fault) => fault.includes('copy.count is'))
      .slice(0, 1),
  ).toEqual(faults);
});

test.each<[string, object, RegExp]>([
  [
    'an unknown condition',
    { condition: "[equals(parameters('p'), 'x')]" },
    /parameters\('p'\) has no value; set it with --parameters FILE/,
  ],
  [
    'an unknown number of copies',
    { copy: { name: 'c', count: "[parameters('n')]" } },
    /parameters\('n'\) has no value/,
  ],
  [
    'a name without a service',
    { name: 'b' },
    /the name has 1 segment, and the type Microsoft.ApiManagement\/service\/backends needs 2/,
  ],
  ['a name that is an object', { name: {} }, /the name is not a string/],
])('%s of a resource that matters is one fault', (_, more, fault) => {
  const parameters = { p: { type: 'string' }, n: { type: 'int' } };
  const faults = faultsIn({ ...backend(more), parameters });
  expect(faults).toEqual([expect.stringMatching(fault)]);
  expect(faults[0]).toMatch(/^main\.json:\d+: /);
});

test('what does not matter can be unknown', () => {
  const condition = "[equals(parameters('p'), 'x')]";
  const web = {
    type: 'Microsoft.Web/sites',
    name: "[parameters('p')]",
    condition,
    properties: { a: '[cidrSubnet(1)]' },
  };
  const logger = { ...resource('loggers', "[parameters('p')]", {}), condition };
  expect(faultsIn(template([SERVICE, web, logger], { parameters: { p: { type: 'string' } } }))).toEqual([]);
});

const TYPES = {
  s: { type: 'string', allowedValues: ['a', 'b'] },
  i: { type: 'int' },
  l: { type: 'array', defaultValue: 'x' },
  secret: { type: 'securestring', allowedValues: ['x'] },
  named: { $ref: '#/definitions/short' },
  o: { type: 'object', defaultValue: {} },
};
const DEFINITIONS = { short: { type: 'string', allowedValues: ['only'], nullable: true } };

test('parameters that Azure rejects are faults, without secrets', () => {
  const parameters = {
    s: { value: 'c' },
    i: { value: '1' },
    secret: { value: 7 },
    named: { value: 'other' },
    unknown: { value: 'SECRET' },
  };
  const json = template([SERVICE], { parameters: TYPES, definitions: DEFINITIONS });
  expect(faultsIn(json, { parameters })).toEqual([
    `main.json:5: parameters('s') is "c"; allowed: "a", "b"`,
    "main.json:12: parameters('i') is a string; the type int is needed",
    "main.json:15: parameters('l') is a string; the type array is needed",
    "main.json:19: parameters('secret') is a number; the type securestring is needed",
    `main.json:25: parameters('named') is "other"; allowed: "only"`,
  ]);
});

test('a value of an undeclared parameter is a warning: another version of the template may declare it', () => {
  expect(warningsIn(template([SERVICE]), { parameters: { unknown: { value: 'SECRET' } } })).toEqual([
    'p.json: parameters.unknown: main.json does not declare this parameter',
  ]);
});

test('parameters that Azure accepts are not faults', () => {
  const parameters = {
    S: { value: 'a' },
    i: { value: 1 },
    l: { value: [] },
    secret: { reference: { keyVault: { id: 'x' }, secretName: 's' } },
    named: { value: null },
  };
  const json = template([SERVICE], { parameters: TYPES, definitions: DEFINITIONS });
  expect(faultsIn(json, { parameters })).toEqual([]);
  expect(servicesOf(json, { parameters })[0].name).toBe('apim');
});

test('a nullable parameter without value is null, and null is replaced by a default', () => {
  const parameters = { n: { type: 'string', nullable: true }, d: { type: 'string', defaultValue: 'x' } };
  expect(evaluated("[coalesce(parameters('n'), parameters('d'))]", { parameters })).toBe('x');
  const json = template([resource('', "[parameters('d')]", {})], { parameters });
  expect(servicesOf(json, { parameters: { d: { value: null } } })[0].name).toBe('x');
});

test.each<[string, object, string]>([
  [
    "variables('a')",
    { variables: { a: "[variables('b')]", b: "[variables('a')]" } },
    "variables('a') refers to itself",
  ],
  [
    "parameters('a')",
    { parameters: { a: { type: 'string', defaultValue: "[parameters('a')]" } } },
    "parameters('a') refers to itself",
  ],
  ["variables('none')", {}, "variables('none') is not declared"],
  ["parameters('none')", {}, "parameters('none') is not declared"],
])('%s is one fault', (expression, more, fault) => {
  expect(faultsOf(() => evaluated(`[${expression}]`, more))).toEqual([`main.json:1: ${fault}`]);
});

test.each<[string, string, object]>([
  [
    'doubling',
    "[reduce(range(0, 60), 'ab', lambda('a', 'b', concat(lambdaVariables('a'), lambdaVariables('a'))))]",
    {},
  ],
  ['nested loops', "[map(range(0, 10000), lambda('a', map(range(0, 10000), lambda('b', add(1, 2)))))]", {}],
  ['recursion', '[f.g()]', { functions: [{ namespace: 'f', members: { g: { output: { value: '[f.g()]' } } } }] }],
  [
    'chains',
    "[variables('v0')]",
    { variables: Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`v${i}`, `[variables('v${i + 1}')]`])) },
  ],
])('%s ends in one fault, soon', (_, expression, more) => {
  const start = performance.now();
  expect(faultsOf(() => evaluated(expression, more))).toEqual([
    expect.stringMatching(/^main\.json: (?:needs|has|makes) /),
  ]);
  expect(performance.now() - start).toBeLessThan(15_000);
});

test('a nested copy cannot make any number of resources', () => {
  const copy = { name: 'c', count: 800 };
  const inner = template([resource('backends', "[format('apim/{0}', copyIndex())]", { url: 'https://x' }, { copy })]);
  const outer = {
    type: 'Microsoft.Resources/deployments',
    name: "[format('d{0}', copyIndex())]",
    copy,
    properties: { template: inner, expressionEvaluationOptions: { scope: 'inner' } },
  };
  expect(faultsIn(template([outer]))).toContain('main.json: declares more than 10,000 resources');
});

test.each<[string, string, string]>([
  [
    'a large template',
    `{ "$schema": "https://x/deploymentTemplate.json#", "a": "${'x'.repeat(17 * 1024 * 1024)}" }`,
    'main.json: has 18 MB; the maximum for an ARM template is 16 MB',
  ],
  [
    'broken JSON',
    '{ "$schema": "https://x/deploymentTemplate.json#",\n x }',
    'main.json: is not valid JSON: there is an error at line 2, column 2',
  ],
  ['resources of the wrong type', JSON.stringify(template('all')), 'main.json: no API Management service is declared'],
  [
    'an array as template',
    '[{ "$schema": "https://x/deploymentTemplate.json#" }]',
    'main.json: is neither Terraform JSON, nor the output of terraform show -json, nor an ARM template',
  ],
  [
    'only parameters',
    '{ "$schema": "https://x/deploymentParameters.json#" }',
    'main.json: it is a parameters file; specify the path of the template, and pass this file with --parameters',
  ],
])('%s is one fault', (_, text, fault) => {
  expect(faultsIn(text)).toEqual([fault]);
});

test.each<[string, string, string]>([
  [
    'a misspelled function',
    "[lenght(parameters('regions'))]",
    "main.json:17: ARM has no function 'lenght' (did you mean 'length'?)",
  ],
  [
    'a misspelled parameter',
    "[parameters('regionz')[0]]",
    "main.json:17: parameters('regionz') is not declared (did you mean 'regions'?)",
  ],
  ['a variable', "[variables('$fxv#1')]", "main.json:17: variables('$fxv#1') is not declared"],
  ['an incomplete expression', '[concat(]', "main.json:17: the expression of 'name' cannot be parsed at character 9"],
])('%s is a fault with the line of the expression', (_, name, fault) => {
  const regions = { type: 'array', defaultValue: ['west', 'north'] };
  const faults = faultsIn(template([resource('', name, {})], { parameters: { regions } }));
  expect(faults[0]).toBe(fault);
});

test('a function that is not similar to a known one may be new', () => {
  expect(faultsIn(template([SERVICE], { outputs: { x: { value: "[frobnicate('x')]" } } }))).toEqual([]);
});

test('an index that is too large names the number of items', () => {
  const regions = { type: 'array', defaultValue: ['west', 'north'] };
  const json = template([resource('', "[parameters('regions')[2]]", {})], { parameters: { regions } });
  expect(faultsIn(json)).toEqual([
    expect.stringMatching(/: name is required, .*: an array with 2 items has no item \[2\]$/),
  ]);
});
