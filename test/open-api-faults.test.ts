import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lazy } from 'cdktf';
import { OpenApiDocument } from '../lib';
import { api, refusal } from './bad-input/constructs';

/** Makes an API whose operations are those of the document. */
function apiOf(content: string | object): unknown {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return api({ operations: undefined, openApi: OpenApiDocument.fromInline(text) });
}

/** What a construct says of a document, without what all messages begin with. */
function faultOf(content: string | object): string {
  return refusal(() => apiOf(content)).replace(/^main\/Thing: (openApi: )?/, '');
}

/** What a construct says of an operation. */
function faultIn(operation: unknown, rest: object = {}): string {
  return faultOf({ openapi: '3.0.1', paths: { '/a': { post: operation } }, ...rest });
}

const NEEDED = 'an OpenAPI document in JSON or YAML is needed';
const READABLE = 'OpenAPI 3.0, OpenAPI 3.1 and Swagger 2.0 can be read';
const URL_ALLOWED =
  'a path of up to 1000 characters that starts with / is allowed, with parameters in braces, such as /orders/{id}, and ' +
  'no $ or % before them';

const TOKEN_IN_PATH = `openApi, "/<token>": a token, whose value is known only after deployment; ${URL_ALLOWED}`;

describe('a document is refused', () => {
  test.each([
    ['{"openapi": "3.0.1",', `it is not valid JSON: there is an error at line 1, column 21; ${NEEDED}`],
    ['[{', `it is not valid JSON: there is an error at line 1, column 3; ${NEEDED}`],
    ['a: 1\na: 2', `it is not valid YAML: Map keys must be unique at line 2, column 1; ${NEEDED}`],
    ['a: 1\n"a": 2', `it is not valid YAML: Map keys must be unique at line 2, column 1; ${NEEDED}`],
    ['? [a]\n: 1', `it is not valid YAML: all keys must be strings at line 1, column 3; ${NEEDED}`],
    ['a: 1\n---\na: 2', `it is not valid YAML: Source contains multiple documents at line 2, column 1; ${NEEDED}`],
    ['a: "\\q secret"', `it is not valid YAML: Invalid escape sequence at line 1, column 5; ${NEEDED}`],
    ['<<: [1]', `a merge key (<<) has a value other than maps; ${NEEDED}`],
    ['a: *b', `an alias has no anchor before it; ${NEEDED}`],
    [`a: ${'['.repeat(20_000)}`, `it is nested too deeply; ${NEEDED}`],
    ['hello', 'a string of 5 characters; an object is needed'],
    ['[]', 'a list; an object is needed'],
    ['null', 'nothing; an object is needed'],
  ])('if it is not one: %j', (content, fault) => {
    expect(faultOf(content)).toBe(fault);
  });

  test('if its aliases expand to too much text', () => {
    const lines = Array.from({ length: 9 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]`);
    expect(faultOf(['a0: &a0 [x]', ...lines].join('\n'))).toBe(`its aliases expand to too much text; ${NEEDED}`);
  });

  test.each([
    [{}, `it has no openapi or swagger; ${READABLE}`],
    [{ openapi: '4.0.0' }, `openApi, openapi: 4.0.0; ${READABLE}`],
    [{ openapi: '3.2.0' }, `openApi, openapi: 3.2.0; ${READABLE}`],
    [{ openapi: 'three' }, `openApi, openapi: a string of 5 characters; ${READABLE}`],
    [{ swagger: 1.2 }, `openApi, swagger: 1.2; ${READABLE}`],
  ])('if its version cannot be read: %j', (version, fault) => {
    expect(faultOf({ ...version, paths: { '/a': { get: {} } } })).toBe(fault);
  });

  test.each([
    { openapi: '3.0.0' },
    { openapi: '3.1.1' },
    { openapi: 3.1 },
    { openapi: 3 },
    { swagger: '2.0' },
    { swagger: 2 },
  ])('but not if its version is %j', (version) => {
    expect(() => apiOf({ ...version, paths: { '/a': { get: {} } } })).not.toThrow();
  });

  test.each([
    [undefined, 'openApi, paths: there are no operations; at least one is needed'],
    [{}, 'openApi, paths: there are no operations; at least one is needed'],
    [{ '/a': null, 'x-b': { get: {} } }, 'openApi, paths: there are no operations; at least one is needed'],
    [
      { '/a': { summary: 'A', servers: [], 'x-get': {} } },
      'openApi, paths: there are no operations; at least one is needed',
    ],
    ['/a', 'openApi, paths: a string of 2 characters; an object is needed'],
    [{ '/a': { get: {}, put: null } }, 'openApi, PUT "/a": nothing; an operation is needed'],
    [{ '/a': { get: {}, PUT: {} } }, 'openApi, "/a".PUT: a method in lowercase is needed'],
    [{ '/a': { get: {} }, '/b': 'c' }, 'openApi, "/b": a string of 1 character; an object is needed'],
    [{ a: { get: {} } }, `openApi, "a": "a"; ${URL_ALLOWED}`],
    [{ '/{id': { get: {} } }, `openApi, "/{id": "/{id"; ${URL_ALLOWED}`],
    [{ '/a/{a.b}': { get: {} } }, `openApi, "/a/{a.b}": "/a/{a.b}"; ${URL_ALLOWED}`],
    [{ [`/${Lazy.stringValue({ produce: () => 'a' })}`]: { get: {} } }, TOKEN_IN_PATH],
    [{ '/{a}/{A}': { get: {} } }, 'openApi, "/{a}/{A}": a parameter occurs twice in the path; each is allowed once'],
  ])('if its paths are not those of operations: %#', (paths, fault) => {
    expect(faultOf({ openapi: '3.0.1', paths })).toBe(fault);
  });

  test.each([
    ['/a/{b}', '/a/{c}'],
    ['/a/{*b}', '/a/{*c}'],
    ['/a', '/A'],
  ])('if an operation receives the requests of another: %s, %s', (one, other) => {
    const paths = { [one]: { get: {}, put: {} }, [other]: { get: {}, post: {} } };
    expect(faultOf({ openapi: '3.0.1', paths })).toBe(
      `openApi, GET "${other}": the path "${one}" has the same method and differs at most in case and the names of ` +
        'parameters; each combination of method and path is allowed once',
    );
  });

  test('with all faults at once, each where it is, and once', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'openapi-')), 'api.yaml');
    writeFileSync(
      file,
      `openapi: 3.0.1
paths:
  /a:
    parameters: [{ $ref: '#/components/parameters/A' }]
    get: { summary: 1, responses: { ok: {} } }
    put: { description: ${'x'.repeat(1001)}, parameters: { a: 1 } }
components:
  parameters:
    A: { name: a, in: url }
`,
    );
    const openApi = OpenApiDocument.fromFile(file);
    const where = `openApi, from ${JSON.stringify(file)}`;
    expect(refusal(() => api({ operations: undefined, openApi })).split('\n  ')).toEqual([
      'main/Thing: 5 errors',
      `${where}, components.parameters.A.in: a string of 3 characters; path, query, header, cookie, body or formData is needed`,
      `${where}, GET "/a".summary: a number; a string is needed`,
      `${where}, GET "/a".responses.ok: a status code is needed, such as 200, or default`,
      `${where}, PUT "/a".description: a string of 1001 characters; 1 to 1000 characters are allowed, without control ` +
        'characters',
      `${where}, PUT "/a".parameters: an object; a list is needed`,
    ]);
  });
});

describe('an operation is refused', () => {
  const IN = 'path, query, header, cookie, body or formData is needed';
  const a = { name: 'a', in: 'query' };
  test.each([
    [[], ': a list; an operation is needed'],
    [
      { summary: 'x'.repeat(301) },
      '.summary: a string of 301 characters; 1 to 300 characters are allowed, without control characters',
    ],
    [
      { description: 'a\u0000' },
      '.description: a string of 2 characters; 1 to 1000 characters are allowed, without control characters',
    ],
    [{ operationId: 5 }, '.operationId: a number; a string is needed'],
    [{ parameters: [a, null] }, '.parameters[1]: nothing; a parameter is needed'],
    [{ parameters: ['a'] }, '.parameters[0]: a string of 1 character; an object is needed'],
    [{ parameters: [{ name: 'a' }] }, `.parameters[0].in: nothing; ${IN}`],
    [{ parameters: [{ in: 'query' }] }, '.parameters[0].name: nothing; a name is needed'],
    [{ parameters: [{ in: 'query', name: '' }] }, '.parameters[0].name: an empty string; a name is needed'],
    [{ parameters: [{ in: 'query', name: 5 }] }, '.parameters[0].name: a number; a string is needed'],
    [{ parameters: [{ ...a, description: {} }] }, '.parameters[0].description: an object; a string is needed'],
    [{ parameters: [{ ...a, schema: 'b' }] }, '.parameters[0].schema: a string of 1 character; an object is needed'],
    [{ requestBody: true }, '.requestBody: a boolean; an object is needed'],
    [{ requestBody: { content: [] } }, '.requestBody.content: a list; an object is needed'],
    [
      { requestBody: { content: { '': {} } } },
      '.requestBody.content.: an empty string; text without control characters is allowed',
    ],
    [{ responses: { 600: {} } }, '.responses.600: a status code is needed, such as 200, or default'],
    [{ responses: { 200: { headers: { 'x-a': 1 } } } }, '.responses.200.headers.x-a: a number; an object is needed'],
  ])('%j', (operation, fault) => {
    expect(faultIn(operation)).toBe(`openApi, POST "/a"${fault}`);
  });

  const OBJECT = 'a reference to an object in the document is needed';
  const BUNDLE = 'bundle all documents into one, or import the document';
  test.each([
    ['other.yaml#/a', `its $ref leads to another document, "other.yaml#..."; ${BUNDLE}`],
    [
      'https://me:secret@x.example.com/a',
      `its $ref leads to another document, "https://...@x.example.com/a"; ${BUNDLE}`,
    ],
    ['#/components/none', `its $ref leads to "/components/none", where there is no object; ${OBJECT}`],
    ['#anchor', `its $ref leads to "anchor", where there is no object; ${OBJECT}`],
    ['#/%', `its $ref leads to "/%", where there is no object; ${OBJECT}`],
    ['#/constructor', `its $ref leads to "/constructor", where there is no object; ${OBJECT}`],
    ['#/openapi', `its $ref leads to "/openapi", where there is no object; ${OBJECT}`],
    [5, 'its $ref is a number; a string is needed'],
    ['#/paths/~1a/post/requestBody', `its $ref leads back to itself; ${OBJECT}`],
  ])('if it refers to %j', ($ref, fault) => {
    expect(faultIn({ requestBody: { $ref } })).toBe(`openApi, POST "/a".requestBody: ${fault}`);
  });

  test('if it refers to a circle', () => {
    const components = {
      parameters: { B: { $ref: '#/components/parameters/C' }, C: { $ref: '#/components/parameters/B' } },
    };
    expect(faultIn({ parameters: [{ $ref: '#/components/parameters/B' }] }, { components })).toBe(
      `openApi, POST "/a".parameters[0]: its $ref leads back to itself; ${OBJECT}`,
    );
  });
});
