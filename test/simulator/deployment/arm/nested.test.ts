import { evaluated, faultsIn, resource, servicesOf, template, warningsIn } from './arm';

const NEST = 'Microsoft.Resources/deployments';

interface Nested {
  readonly name?: string;
  readonly parameters?: unknown;
  readonly scope?: string;
  readonly template?: object;
  readonly more?: object;
}

function nested({ name = 'n', parameters, scope = 'inner', template: inner, more }: Nested): object {
  const properties = { expressionEvaluationOptions: { scope }, mode: 'Incremental', parameters, template: inner };
  return { type: NEST, apiVersion: '2025-04-01', name, properties, ...more };
}

const backend = (name: string, url: string): object => resource('backends', `[concat('apim/', ${name})]`, { url });
const urls = (json: object, given = {}): (readonly [string, string])[] =>
  servicesOf(json, given).flatMap(({ backends }) => backends.map(({ model, url }) => [model.name, url] as const));

test('an inner template has parameters, variables and outputs of its own', () => {
  const inner = (outputs: object): object =>
    template([backend("parameters('name')", "[variables('url')]")], {
      parameters: { name: { type: 'string' }, url: { type: 'string', defaultValue: 'https://default' } },
      variables: { url: "[parameters('url')]" },
      outputs,
    });
  const outputs = { last: { type: 'string', value: "[concat(parameters('name'), '-out')]" } };
  const one = nested({
    name: 'one',
    template: inner(outputs),
    parameters: { name: { value: "[parameters('first')]" } },
  });
  // It comes first, and needs the other one.
  const two = nested({
    name: 'two',
    template: inner({}),
    parameters: {
      NAME: { value: `[reference(resourceId('${NEST}', 'one'), '2025-04-01').outputs.last.value]` },
      url: { value: "[variables('url')]" },
    },
  });
  const more = { parameters: { first: { type: 'string', defaultValue: 'a' } }, variables: { url: 'https://outer' } };
  expect(urls(template([two, one], more))).toEqual([
    ['a-out', 'https://outer'],
    ['a', 'https://default'],
  ]);
});

test('an outer template uses the values around it', () => {
  const inner = template([backend("parameters('name')", "[variables('url')]")], {
    variables: { url: 'https://unused' },
  });
  const more = { parameters: { name: { type: 'string', defaultValue: 'a' } }, variables: { url: 'https://outer' } };
  expect(urls(template([nested({ scope: 'Outer', template: inner })], more))).toEqual([['a', 'https://outer']]);
});

test('deployments with symbolic names can be copied', () => {
  const inner = template(
    { b: backend("parameters('name')", 'https://x') },
    {
      languageVersion: '2.0',
      parameters: { name: { type: 'string' } },
      outputs: { n: { value: "[parameters('name')]" } },
    },
  );
  const modules = nested({
    name: "[format('m{0}', copyIndex())]",
    template: inner,
    parameters: { name: { value: "[format('b{0}', copyIndex())]" } },
    more: { copy: { name: 'modules', count: 2 } },
  });
  const last = backend(
    "format('after-{0}', 1)",
    "[format('https://{0}', reference(format('modules[{0}]', 1)).outputs.n.value)]",
  );
  expect(urls({ ...template({ modules, last }), languageVersion: '2.0' })).toEqual([
    ['after-1', 'https://b1'],
    ['b0', 'https://x'],
    ['b1', 'https://x'],
  ]);
});

test('the resource group of a deployment is part of what its names depend on', () => {
  const inner = template([backend('uniqueString(resourceGroup().id)', 'https://x')], {
    outputs: { rg: { value: '[resourceGroup().name]' } },
  });
  const there = { resourceGroup: 'other', subscriptionId: 's' };
  const all = template([
    nested({ name: 'here', template: inner }),
    nested({ name: 'there', template: inner, more: there }),
  ]);
  expect(new Set(urls(all).map(([name]) => name)).size).toBe(2);
  const id = `extensionResourceId('/subscriptions/s/resourceGroups/other', '${NEST}', 'there')`;
  const b = backend("'b'", `[reference(${id}).outputs.rg.value]`);
  expect(urls(template([b, nested({ name: 'there', template: inner, more: there })]))[0]).toEqual(['b', 'other']);
});

test('a deployment that is not deployed has no resources, and no outputs', () => {
  const inner = template([backend("'a'", 'https://a')], { outputs: { x: { value: 'https://x' } } });
  const off = nested({ template: inner, more: { condition: '[equals(1, 2)]' } });
  const b = backend("'b'", `[reference('n').outputs.x.value]`);
  expect(urls(template([off, b]))).toEqual([['b', 'unknown']]);
});

test('secure outputs and parameters are never known', () => {
  const inner = template([backend("'a'", "[parameters('url')]")], {
    parameters: { url: { type: 'secureString' } },
    outputs: { url: { type: 'secureString', value: "[concat('https://', 'SECRET')]" } },
  });
  const parameters = { url: { value: 'https://SECRET' } };
  const b = backend("'b'", `[reference('n').outputs.url.value]`);
  expect(urls(template([nested({ template: inner, parameters }), b]))).toEqual([
    ['b', 'unknown'],
    ['a', 'unknown'],
  ]);
});

test('the same parameter of two deployments can have two values', () => {
  const inner = template([], {
    parameters: { key: { type: 'secureString' } },
    outputs: { key: { value: "[format('{0}', parameters('KEY'))]" } },
  });
  const of = (name: string, value: string): object => nested({ name, template: inner, parameters: { key: { value } } });
  const same = (one: string, other: string): string =>
    `[if(equals(reference('${one}').outputs.key.value, reference('${other}').outputs.key.value), 'same', 'differs')]`;
  const all = [of('one', 'A'), of('two', 'B'), backend("'b'", same('one', 'two')), backend("'c'", same('two', 'two'))];
  expect(urls(template(all))).toEqual([
    ['b', 'unknown'],
    ['c', 'same'],
  ]);
});

test('a linked template is passed over with a warning', () => {
  const link = { type: NEST, name: 'l', properties: { templateLink: { uri: 'https://example.com/?sig=SECRET' } } };
  const off = { ...link, name: 'off', condition: false };
  expect(warningsIn(template([resource('', 'apim', {}), link, off]))).toEqual([
    'main.json:11: l: deploys a linked template, whose resources are not read; nest it, as Bicep does for modules',
  ]);
  const empty = { ...link, properties: {} };
  expect(warningsIn(template([resource('', 'apim', {}), empty]))).toEqual([
    'main.json:11: l: has no template that can be read',
  ]);
});

test('a script is passed over with a warning', () => {
  const script = { type: 'Microsoft.Resources/deploymentScripts', apiVersion: '2023-08-01', name: 's', properties: {} };
  expect(warningsIn(template([resource('', 'apim', {}), script]))).toEqual([
    expect.stringMatching(/deploymentScripts\/s: it runs a script, which can change API Management; nothing is known/),
  ]);
});

test('deployments that need each other are one fault', () => {
  const inner = template([backend("parameters('x')", 'https://x')], {
    parameters: { x: { type: 'string' } },
    outputs: { y: { value: "[parameters('x')]" } },
  });
  const of = (name: string, other: string): object =>
    nested({ name, template: inner, parameters: { x: { value: `[reference('${other}').outputs.y.value]` } } });
  const faults = faultsIn(template([of('one', 'two'), of('two', 'one')]));
  expect(faults.filter((fault) => fault.includes('refers to itself'))).toHaveLength(1);
});

test('values of a deployment in the same place can be read from what is declared', () => {
  const named = resource('namedValues', 'apim/n', { displayName: 'shown', value: 'v' });
  const b = backend(
    "'b'",
    "[reference(resourceId('Microsoft.ApiManagement/service/namedValues', 'apim', 'n')).displayName]",
  );
  expect(urls(template([named, b]))).toEqual([['b', 'shown']]);
  const hostName = evaluated("[reference(resourceId('Microsoft.Web/sites', 'f')).defaultHostName]");
  expect(hostName).toMatch(/^\$\{reference\(.*\)\.defaultHostName\}$/);
});
