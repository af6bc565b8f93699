import { FailoverApi, OpenApiDocument, RegionalFailover } from '../lib';
import { operationsOf } from './support/open-api-operations';
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
