import { TerraformVariable } from 'cdktf';
import { FailoverApi, OpenApiDocument, RegionalFailover } from '../lib';
import { annotations, apiPolicy, newPool, newService, newStack, resource, resources, synth } from './support/stack';

const PETS = `
openapi: 3.0.3
info:
  title: Swagger Petstore
  description: A title and a description that the props replace
  version: 1.0.0
servers:
  - url: https://petstore.example.com/v1
paths:
  /pets:
    summary: All pets
    get:
      summary: List all pets
      operationId: listPets
      tags: [pets]
      parameters:
        - name: limit
          in: query
          description: How many items to return at one time
          schema:
            type: integer
            example: 5
        - $ref: '#/components/parameters/Trace'
        - { name: Accept, in: header, schema: { type: string } }
        - { name: session, in: cookie, schema: { type: string } }
      responses:
        200:
          description: |
            A paged array of pets
          headers:
            x-next: { description: A link to the next page, schema: { type: string } }
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Pets' }
              example: [{ name: Rex }]
        default: { $ref: '#/components/responses/Error' }
    post:
      summary: Create a pet
      requestBody: { $ref: '#/components/requestBodies/Pet' }
      responses:
        201: { description: Created }
        4XX: { $ref: '#/components/responses/Error' }
        503: { $ref: '#/components/responses/Error' }
  /pets/{petId}:
    parameters:
      - { name: petId, in: path, required: true, description: The ID of the pet, schema: { type: integer } }
      - { name: verbose, in: query, schema: { type: boolean } }
    get:
      operationId: pets.show
      description: Returns one pet.
      parameters:
        - { name: verbose, in: query, required: true, schema: { type: string } }
      requestBody: { description: To be ignored, content: { text/plain: {} } }
      responses:
        200: { description: A pet, content: { application/json: {}, application/xml: {} } }
components:
  parameters:
    Trace: { name: x-trace, in: header, required: true, schema: { $ref: '#/components/schemas/Trace' } }
  requestBodies:
    Pet: { description: The pet to create, required: true, content: { application/json: {} } }
  responses:
    Error: { description: Unexpected error, content: { application/problem+json: {} } }
  schemas:
    Pets: { type: array, items: { $ref: '#/components/schemas/Pets' } }
    Trace: { type: string, format: uuid }
`;

const SWAGGER = {
  swagger: '2.0',
  info: { title: 'Uploads', version: '1' },
  basePath: '/v2',
  consumes: ['application/json', 'application/xml'],
  produces: ['application/json'],
  paths: {
    '/uploads': {
      post: {
        operationId: 'upload',
        consumes: ['multipart/form-data'],
        parameters: [
          { name: 'file', in: 'formData', type: 'file', required: true, description: 'The content' },
          { name: 'size', in: 'query', type: 'integer' },
        ],
        responses: {
          200: { description: 'OK', schema: { $ref: '#/definitions/Upload' } },
          204: { description: 'None' },
        },
      },
      put: {
        operationId: 'replace',
        produces: ['text/plain'],
        parameters: [{ $ref: '#/parameters/Upload' }],
        responses: { 200: { description: 'OK', schema: {}, headers: { 'X-Rate': { type: 'integer' } } } },
      },
    },
    '/forms': {
      post: { operationId: 'send', consumes: [], parameters: [{ name: 'a', in: 'formData', type: 'integer' }] },
    },
  },
  parameters: { Upload: { name: 'upload', in: 'body', description: 'The upload', schema: {} } },
};

/** The synthesized operations of an API whose operations are those of the document, by ID. */
function operationsOf(content: string | object): Record<string, Record<string, unknown>> {
  const stack = newStack();
  const apiManagement = newService(stack);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const openApi = OpenApiDocument.fromInline(text);
  new FailoverApi(stack, 'Api', {
    ...{ apiManagement, pool: newPool(stack, apiManagement), name: 'pets', path: 'pets', openApi },
  });
  const shared = ['api_management_name', 'api_name', 'resource_group_name', 'lifecycle', 'provider', 'operation_id'];
  return Object.fromEntries(
    resources(stack, 'azurerm_api_management_api_operation').map((block) => [
      String(block.operation_id),
      Object.fromEntries(Object.entries(block).filter(([name]) => !shared.includes(name))),
    ]),
  );
}

/** The only operation of a document, with what stands in it. */
function operationWith(operation: object, rest: object = {}, path = '/a'): Record<string, unknown> {
  const [only] = Object.values(operationsOf({ openapi: '3.1.0', paths: { [path]: { post: operation } }, ...rest }));
  return only;
}

describe('an API whose operations are those of a document', () => {
  test('has what OpenAPI 3.0 says about each of them', () => {
    expect(operationsOf(PETS)).toMatchSnapshot();
  });

  test('has what Swagger 2.0 says about each of them', () => {
    expect(operationsOf(SWAGGER)).toEqual({
      upload: {
        ...{ display_name: 'upload', method: 'POST', url_template: '/uploads' },
        request: {
          query_parameter: [{ name: 'size', type: 'integer', required: false }],
          representation: [
            {
              content_type: 'multipart/form-data',
              form_parameter: [{ name: 'file', type: 'string', required: true, description: 'The content' }],
            },
          ],
        },
        response: [
          { status_code: 200, description: 'OK', representation: [{ content_type: 'application/json' }] },
          { status_code: 204, description: 'None' },
        ],
      },
      replace: {
        ...{ display_name: 'replace', method: 'PUT', url_template: '/uploads' },
        request: {
          description: 'The upload',
          representation: [{ content_type: 'application/json' }, { content_type: 'application/xml' }],
        },
        response: [
          {
            ...{ status_code: 200, description: 'OK' },
            header: [{ name: 'X-Rate', type: 'integer', required: false }],
            representation: [{ content_type: 'text/plain' }],
          },
        ],
      },
      send: {
        ...{ display_name: 'send', method: 'POST', url_template: '/forms' },
        request: {
          representation: [
            {
              content_type: 'application/x-www-form-urlencoded',
              form_parameter: [{ name: 'a', type: 'integer', required: false }],
            },
          ],
        },
      },
    });
  });

  test('has the operations of OpenAPI 3.1, without its webhooks', () => {
    const document = {
      openapi: '3.1.0',
      info: { title: 'Pets', summary: 'All about pets', version: '1' },
      webhooks: { newPet: { post: { operationId: 'newPet' } } },
      paths: { '/pets': { $ref: '#/components/pathItems/Pets' }, '/cats': { get: {} } },
      components: { pathItems: { Pets: { get: { operationId: 'list' }, delete: {} } } },
    };
    expect(Object.keys(operationsOf(document)).sort()).toEqual(['delete-pets', 'get-cats', 'list']);
  });

  test('has the title, description, protocols and subscription requirement of its props, and no import', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    new FailoverApi(stack, 'Api', {
      ...{ apiManagement, pool: newPool(stack, apiManagement), name: 'pets', path: 'animals' },
      openApi: OpenApiDocument.fromInline(PETS),
    });
    const api = resource(stack, 'azurerm_api_management_api');
    expect(api).toMatchObject({ display_name: 'pets', path: 'animals', protocols: ['https'] });
    expect(api).toMatchObject({ subscription_required: true });
    expect(api).not.toHaveProperty('description');
    expect(api).not.toHaveProperty('import');
    expect(synth(stack).resource).not.toHaveProperty('azurerm_api_management_api_operation_policy');
    expect(apiPolicy(stack)).toContain('<retry');
  });

  test.each([
    ['openapi: 3.0.1\npaths: {/a: {get: {}}}', []],
    ['openapi: 3.0.1\npaths: {/a: {get: {}, post: {}, patch: {}}}', ['AF202 PATCH, POST of']],
    ['{"openapi": "3.0.1", "paths": {"/a": {"post": {}}}}', ['AF202 POST of']],
  ])('knows the methods in %s', (document, said) => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const openApi = OpenApiDocument.fromInline(document);
    new FailoverApi(stack, 'Api', {
      ...{ apiManagement, pool: newPool(stack, apiManagement), name: 'pets', path: 'pets', openApi },
    });
    const expected = [...said, 'The forward timeout is 14 s'].map((each): unknown => expect.stringContaining(each));
    expect(annotations(stack)).toEqual(expected);
  });

  test('is the same for each region and each synth', () => {
    expect(operationsOf(PETS)).toEqual(operationsOf(PETS));
    const stack = newStack();
    new RegionalFailover(stack, 'Pets', {
      ...{ name: 'pets', path: 'pets', openApi: OpenApiDocument.fromInline(PETS) },
      regions: ['one', 'other'].map((name) => ({
        ...{ name, apiManagement: newService(stack, name), url: `https://${name}.example.com` },
      })),
    });
    const ids = resources(stack, 'azurerm_api_management_api_operation').map((block) => block.operation_id);
    expect(ids).toEqual([1, 2].flatMap(() => ['get-pets-petid', 'listPets', 'post-pets']));
  });
});

describe('the ID of an operation', () => {
  const idsOf = (paths: object): string[] => Object.keys(operationsOf({ openapi: '3.0.1', paths })).sort();

  test.each([
    ['is that of the document', { '/a': { get: { operationId: 'List_all' } } }, ['List_all']],
    ['is made of method and path', { '/orders/{id}': { get: {} }, '/': { put: {} } }, ['get-orders-id', 'put']],
    ['is made if Azure does not allow it', { '/a': { get: { operationId: 'a.b' } } }, ['get-a']],
    ['is made if it is too long', { '/a': { get: { operationId: 'a'.repeat(81) } } }, ['get-a']],
    [
      'is made if it is not unique, whatever its case',
      { '/a': { get: { operationId: 'List' } }, '/b': { get: { operationId: 'list' } } },
      ['get-a', 'get-b'],
    ],
    [
      'has a suffix if paths differ only in other characters',
      { '/a-b': { get: {} }, '/a/b': { get: {} } },
      ['get-a-b-5eb2f0dd', 'get-a-b-7f0c6588'],
    ],
    [
      'has a suffix if another operation has it',
      { '/a': { get: {} }, '/b': { get: { operationId: 'get-a' } } },
      ['get-a', 'get-a-ea27e86b'],
    ],
  ])('%s', (_, paths, ids) => {
    expect(idsOf(paths)).toEqual(ids);
    expect(idsOf(Object.fromEntries(Object.entries(paths).reverse()))).toEqual(ids);
  });

  test('has at most 80 characters', () => {
    const [one, other] = ['x', 'y'].map((end) => `/${'long/'.repeat(40)}${end}`);
    const ids = idsOf({ [one]: { get: {} }, [other]: { get: {} } });
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^get(-long)+-lo-[\da-f]{8}$|^get[-long]+-[\da-f]{8}$/);
    for (const id of ids) expect(id).toHaveLength(80);
  });
});

describe('an operation', () => {
  test('texts reach Azure as they are, without white space around them', () => {
    const operation = operationWith({
      summary: ' ${a} ',
      description: '%{b}\n',
      parameters: [{ name: 'filter[${c}]', in: 'query', description: '${d}' }],
      responses: { 200: { description: ' ' } },
    });
    expect(operation).toMatchObject({
      display_name: '$${a}',
      description: '%%{b}',
      request: { query_parameter: [{ name: 'filter[$${c}]', description: '$${d}' }] },
      response: [{ status_code: 200 }],
    });
    expect(operation.response).toEqual([{ status_code: 200 }]);
  });

  test('texts can contain values that are known only after deployment', () => {
    const stack = newStack();
    const apiManagement = newService(stack);
    const owner = new TerraformVariable(stack, 'owner', { type: 'string' }).stringValue;
    const paths = { '/a': { get: { description: `Ask ${owner}` } } };
    const openApi = OpenApiDocument.fromInline(JSON.stringify({ openapi: '3.0.1', servers: [{ url: owner }], paths }));
    new FailoverApi(stack, 'Api', {
      ...{ apiManagement, pool: newPool(stack, apiManagement), name: 'pets', path: 'pets', openApi },
    });
    const operation = resource(stack, 'azurerm_api_management_api_operation');
    expect(operation.description).toBe('Ask ${var.owner}');
  });

  test.each([
    [{ type: 'integer' }, 'integer'],
    [{ type: ['boolean', 'null'] }, 'boolean'],
    [{ type: ['boolean', 'number'] }, 'string'],
    [{ type: 'uuid' }, 'string'],
    [{ enum: [1, 2] }, 'string'],
    [{ $ref: '#/components/schemas/Id' }, 'number'],
    [{ $ref: '#/components/schemas/Id', type: 'array' }, 'array'],
    [true, 'string'],
    [undefined, 'string'],
  ])('the type of a parameter with the schema %j is %s', (schema, type) => {
    const parameters = [{ name: 'id', in: 'path', required: true, schema }];
    const components = { schemas: { Id: { $ref: '#/components/schemas/Key' }, Key: { type: 'number' } } };
    const { template_parameter: declared } = operationWith({ parameters }, { components }, '/a/{id}');
    expect(declared).toEqual([{ name: 'id', type, required: true }]);
  });

  test('parameters of its path are declared, whether the document does or not', () => {
    const parameters = [{ name: 'other', in: 'path', required: true }];
    expect(operationWith({ parameters }, {}, '/a/{b}/{*rest}').template_parameter).toEqual([
      { name: 'b', type: 'string', required: true },
      { name: 'rest', type: 'string', required: true },
    ]);
  });

  test('a form has its fields, which Azure requires, so a form without any is left out', () => {
    const form = { $ref: '#/components/schemas/Form' };
    const properties = {
      name: { type: 'string', description: 'A name' },
      age: { $ref: '#/components/schemas/Age' },
      x: true,
    };
    const schemas = { Form: { type: 'object', required: ['age'], properties }, Age: { type: ['integer', 'null'] } };
    const requestBody = {
      content: { 'application/x-www-form-urlencoded': { schema: form }, 'multipart/form-data': {}, 'text/plain': {} },
    };
    expect(operationWith({ requestBody }, { components: { schemas } }).request).toEqual({
      representation: [
        {
          content_type: 'application/x-www-form-urlencoded',
          form_parameter: [
            { name: 'name', type: 'string', required: false, description: 'A name' },
            { name: 'age', type: 'integer', required: true },
            { name: 'x', type: 'string', required: false },
          ],
        },
        { content_type: 'text/plain' },
      ],
    });
  });

  test('references are resolved through escapes, and what stands beside them counts', () => {
    const components = { responses: { 'a/b~c %': { description: 'one', content: { 'text/plain': {} } } } };
    const responses = { 200: { $ref: '#/components/responses/a~1b~0c%20%25', description: 'two' } };
    expect(operationWith({ responses }, { components }).response).toEqual([
      { status_code: 200, description: 'two', representation: [{ content_type: 'text/plain' }] },
    ]);
  });

  test('dates and numbers of YAML are status codes and descriptions as they are written', () => {
    const { 'get-a': operation } = operationsOf(
      'openapi: 3.0\npaths:\n  /a: { get: { summary: 2020-01-01, responses: { 200: { description: yes }, "404": } } }',
    );
    expect(operation).toMatchObject({ display_name: '2020-01-01', response: [{ status_code: 200 }, {}] });
    expect(operation.response).toEqual([{ status_code: 200, description: 'yes' }, { status_code: 404 }]);
  });

  test('anchors and merged maps of YAML are resolved', () => {
    const document = 'openapi: 3.0.1\npaths: { /a: { get: &get { summary: A }, put: { <<: *get, description: B } } }';
    expect(operationsOf(document)['put-a']).toMatchObject({ display_name: 'A', description: 'B' });
  });
});
