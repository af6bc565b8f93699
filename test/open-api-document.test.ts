import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lazy } from 'cdktf';
import { FailoverApi, OpenApiDocument } from '../lib';
import { annotations, isNotCompared, newPool, newService, newStack, resource, synth } from './support/stack';

const NO_VERSION = 'it has no openapi or swagger at the top level; an OpenAPI document in JSON or YAML is needed';

/** An API with the document, on its own. */
function apiOf(openApi: OpenApiDocument): FailoverApi {
  const stack = newStack();
  isNotCompared(stack);
  const apiManagement = newService(stack);
  const pool = newPool(stack, apiManagement);
  return new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'a', path: 'a', openApi });
}

describe('OpenApiDocument', () => {
  test.each([
    ['{"openapi":"3.0.1"}', 'openapi+json'],
    ['openapi: 3.0.1\npaths: {}\n', 'openapi'],
    ['"a text"', 'openapi'],
  ])('the format of %j is seen from its text', (content, contentFormat) => {
    expect(OpenApiDocument.importInline(content)._import).toEqual({ contentFormat, contentValue: content });
  });

  test.each([
    ['https://example.com/api.json', 'openapi+json-link'],
    ['https://example.com/api.json?v=1', 'openapi+json-link'],
    ['https://example.com/api.yaml', 'openapi-link'],
  ])('the format of %s is seen from its name', (url, contentFormat) => {
    expect(OpenApiDocument.fromUrl(url)._import).toEqual({ contentFormat, contentValue: url });
  });

  test('a file is read', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'openapi-')), 'api.yaml');
    writeFileSync(file, 'openapi: 3.0.1\n');
    expect(OpenApiDocument.importFile(file)._import).toEqual({
      contentFormat: 'openapi',
      contentValue: 'openapi: 3.0.1\n',
    });
  });

  test('a document whose operations are written is not imported', () => {
    expect(OpenApiDocument.fromInline('{"openapi":"3.0.1"}')._import).toBeUndefined();
  });

  describe.each(['fromFile', 'importFile'] as const)('%s', (name) => {
    test.each([
      ['/no/such/api.json', 'there is no such file'],
      [tmpdir(), 'it is a folder'],
    ])('%s is an error that names it and says why', (path, why) => {
      expect(() => OpenApiDocument[name](path)).toThrow(
        new Error(`OpenApiDocument.${name}("${path}"): ${why}; a file with an OpenAPI document is needed`),
      );
    });

    test('a path that is none is an error, too', () => {
      const needed = 'it is not a path; a file with an OpenAPI document is needed';
      expect(() => OpenApiDocument[name](undefined as unknown as string)).toThrow(
        new Error(`OpenApiDocument.${name}(undefined): ${needed}`),
      );
    });
  });

  test.each([
    ['a: 1', NO_VERSION],
    ['a: [1', NO_VERSION],
    ['hello', NO_VERSION],
    ['info:\n  openapi: 3.0.1', NO_VERSION],
    ['"openapi: 3.0.1"', NO_VERSION],
    ['{"info": {"openapi": "3.0.1"}}', NO_VERSION],
    ['[]', NO_VERSION],
    ['{"openapi": "3.0.1",', 'it is not valid JSON; an OpenAPI document in JSON or YAML is needed'],
    [' \n', 'it is empty; a JSON or YAML document without control characters is needed'],
    ['openapi: \u0000', 'a string of 10 characters; a JSON or YAML document without control characters is needed'],
  ])('what is wrong in a file to import names it: %j', (content, fault) => {
    const file = join(mkdtempSync(join(tmpdir(), 'openapi-')), 'api.yaml');
    writeFileSync(file, content);
    expect(() => apiOf(OpenApiDocument.importFile(file))).toThrow(
      new Error(`main/Api: openApi, from ${JSON.stringify(file)}: ${fault}`),
    );
  });

  test.each([
    '{"openapi":"3.0.1"}',
    '\ufeff{"openapi":"3.0.1"}',
    '{"swagger":"2.0"}',
    '# ours\nopenapi: 3.0.1',
    'info: {}\r\n"openapi" : 3.0.1',
    "---\n'swagger': '2.0'",
    '{ openapi: 3.0.1, paths: {} }',
  ])('may be an OpenAPI document: %j', (content) => {
    const file = join(mkdtempSync(join(tmpdir(), 'openapi-')), 'api.yaml');
    writeFileSync(file, content);
    const openApi = OpenApiDocument.importFile(file);
    expect(() => apiOf(openApi)).not.toThrow();
    expect(openApi._import?.contentFormat).toBe(/^\ufeff?\{"/.test(content) ? 'openapi+json' : 'openapi');
  });

  test('one that is known only after deployment is not judged, but can only be imported', () => {
    const content = Lazy.stringValue({ produce: () => 'a: 1' });
    expect(() => apiOf(OpenApiDocument.importInline(content))).not.toThrow();
    expect(() => apiOf(OpenApiDocument.fromInline(content))).toThrow(
      new Error(
        'main/Api: openApi: a token, whose value is known only after deployment; use OpenApiDocument.importInline',
      ),
    );
  });

  test('methods of an import are known from JSON, and from nothing else', () => {
    const paths = { '/a': { get: {}, post: {}, parameters: [] }, '/b': { get: {}, 'x-note': 1 }, '/c': null };
    expect(OpenApiDocument.importInline(JSON.stringify({ paths }))._importedMethods).toEqual(['GET', 'POST']);
    expect(OpenApiDocument.importInline('paths:\n')._importedMethods).toBeUndefined();
  });
});

describe('FailoverApi', () => {
  test('that imports an OpenAPI document: its text reaches Azure as it is', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const document = JSON.stringify({ openapi: '3.0.1', info: { title: '${t} %{d}' }, paths: { '/': { get: {} } } });
    new FailoverApi(stack, 'Api', {
      name: 'orders',
      path: 'orders',
      apiManagement,
      pool: newPool(stack, apiManagement),
      openApi: OpenApiDocument.importInline(document),
    });
    expect(resource(stack, 'azurerm_api_management_api').import).toEqual({
      content_format: 'openapi+json',
      content_value: document.replace('${t} %{d}', () => '$${t} %%{d}'),
    });
    expect(synth(stack).resource).not.toHaveProperty('azurerm_api_management_api_operation');
    // Its only method is idempotent, so there is nothing to note but the timeout that was chosen.
    expect(annotations(stack)).toEqual([expect.stringContaining('The forward timeout is 14 s')]);
  });

  test('that imports an OpenAPI document that cannot be read here, a repeated method must be expected', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new FailoverApi(stack, 'Api', {
      name: 'orders',
      path: 'orders',
      apiManagement,
      pool: newPool(stack, apiManagement),
      openApi: OpenApiDocument.importInline('openapi: 3.0.1\n'),
    });
    expect(annotations(stack)).toEqual([
      expect.stringContaining('AF202'),
      expect.stringContaining('The forward timeout is 14 s'),
    ]);
  });
});
