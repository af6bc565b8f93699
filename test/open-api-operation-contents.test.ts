import { TerraformVariable } from 'cdktf';
import { FailoverApi, OpenApiDocument } from '../lib';
import { operationsOf, operationWith } from './support/open-api-operations';
import { newPool, newService, newStack, resource } from './support/stack';

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
