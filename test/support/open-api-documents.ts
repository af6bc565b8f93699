import fc from 'fast-check';

/** Documents of all versions that can be read, as plain data: real ones in their structure, random in their texts. */

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [field: string]: unknown;
}

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((value) => value.replace(/[\p{C}]/gu, '')),
  fc.constantFrom('List all', '${a}', 'yes', '2020-01-01', '1.0', 'null', '# a', 'a: b', '- a', "'", '"', ' a\n\n b\n'),
);

const word = fc.constantFrom('orders', 'Orders', 'items', 'a-b', 'a.b', 'a:b', 'größe', '日本', 'a_b', '1');
const parameterName = fc.constantFrom('id', 'orderId', 'a-b', 'x_1');
const segment = fc.oneof(
  { weight: 3, arbitrary: word },
  { weight: 2, arbitrary: parameterName.map((name) => `{${name}}`) },
);

/** Each parameter is allowed once in a path. */
const path = fc.uniqueArray(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`);

const schema = fc.option(
  fc.oneof(
    fc.record({ type: fc.constantFrom('string', 'integer', 'boolean', 'array', 'date') }),
    fc.record({ type: fc.subarray(['string', 'integer', 'null']) }),
    fc.constant({ $ref: '#/components/schemas/Id' }),
    fc.constant({ properties: { a: { type: 'integer' }, b: true }, required: ['a'] }),
    fc.constant(true),
  ),
  { nil: undefined },
);

/** In YAML, `<<` merges maps. */
const example = fc.jsonValue({ maxDepth: 1 }).filter((value) => !JSON.stringify(value).includes('"<<":'));

const parameter = fc.oneof(
  fc.record(
    {
      name: fc.constantFrom('limit', 'id', 'orderId', 'x-trace', 'Authorization', 'filter[a]'),
      in: fc.constantFrom('path', 'query', 'header', 'cookie', 'formData', 'body'),
      required: fc.boolean(),
      description: text,
      schema,
      type: fc.constantFrom('string', 'integer'),
      example,
    },
    { requiredKeys: ['name', 'in'] },
  ),
  fc.constant({ $ref: '#/components/parameters/Limit' }),
);

const content = fc.dictionary(
  fc.constantFrom('application/json', 'text/plain; charset=utf-8', '*/*', 'application/xml', 'multipart/form-data'),
  fc.record({ schema, example }, { requiredKeys: [] }),
);

const response = fc.oneof(
  fc.record(
    {
      description: text,
      content,
      schema,
      headers: fc.dictionary(fc.constantFrom('x-a', 'X-B'), fc.record({ schema })),
    },
    { requiredKeys: ['description'] },
  ),
  fc.constant({ $ref: '#/components/responses/Error' }),
);

const operation = fc.record(
  {
    operationId: fc.oneof(fc.constantFrom('list', 'List', 'get-orders', 'a.b', '', 'x'.repeat(81)), text),
    summary: text,
    description: text,
    tags: fc.array(text, { maxLength: 2 }),
    deprecated: fc.boolean(),
    parameters: fc.array(parameter, { maxLength: 3 }),
    requestBody: fc.record({ description: text, content }, { requiredKeys: ['content'] }),
    responses: fc.dictionary(fc.constantFrom('200', '404', '503', '2XX', 'default', 'x-a'), response),
    consumes: fc.subarray(['application/json', 'text/plain']),
    produces: fc.subarray(['application/json', 'text/plain']),
  },
  { requiredKeys: [] },
);

const item = fc
  .record({
    operations: fc.uniqueArray(fc.tuple(fc.constantFrom(...METHODS), operation), {
      selector: ([name]) => name,
      maxLength: 4,
    }),
    rest: fc.record(
      { summary: text, parameters: fc.array(parameter, { maxLength: 2 }), 'x-get': fc.constant({}) },
      { requiredKeys: [] },
    ),
  })
  .map(({ operations, rest }) => ({ ...rest, ...Object.fromEntries(operations) }));

const version = fc.constantFrom({ openapi: '3.0.3' }, { openapi: '3.1.0' }, { swagger: '2.0' });

/** Valid documents with at least one operation. */
export const documents: fc.Arbitrary<Document> = fc
  .record({
    version,
    first: operation,
    paths: fc.uniqueArray(fc.tuple(path, item), { selector: ([name]) => requestsOf(name), maxLength: 6 }),
  })
  .map(({ version: given, first, paths }) => ({
    ...given,
    info: { title: 'Orders', version: '1' },
    paths: { ...Object.fromEntries(paths), '/first': { get: first } },
    components: {
      parameters: { Limit: { name: 'limit', in: 'query', schema: { type: 'integer' } } },
      responses: { Error: { description: 'An error', content: { 'application/problem+json': {} } } },
      schemas: { Id: { $ref: '#/components/schemas/Key' }, Key: { type: 'integer', example: 5 } },
    },
  }));

/** Paths with the same result receive the same requests. */
function requestsOf(template: string): string {
  return template.replace(/\{[^}]*\}/g, '{}').toLowerCase();
}
