import {
  ApiProtocol,
  Duration,
  FailoverApi,
  HttpMethod,
  OpenApiDocument,
  PriorityPool,
  RetryCondition,
} from '../../lib';
import { isNotCompared, OPERATION, synth } from '../support/stack';
import { api, ID, member, operation, other, refusal, refuses, SERVICE_NEEDED, stack, URL_ALLOWED } from './constructs';

const DOCUMENT = '{"openapi": "3.0.1", "paths": {"/": {"get": {}}}}';

describe('FailoverApi', () => {
  const EXPRESSION = 'one policy expression is needed, @(...) or @{...}';
  const versionSetId = `${ID}/apiVersionSets/set`;

  refuses([
    ['no service', () => api({ apiManagement: undefined }), `apiManagement: undefined; ${SERVICE_NEEDED}`],
    [
      'no pool',
      () => api({ pool: undefined }),
      'pool: undefined; a PriorityPool is needed, or a pool from PriorityPool.fromPoolId',
    ],
    [
      'the name of a pool',
      () => api({ pool: 'pool' }),
      'pool: "pool"; a PriorityPool is needed, or a pool from PriorityPool.fromPoolId',
    ],
    [
      'a backend for a pool',
      () => api({ pool: member('a').backend }),
      "pool: the construct 'main/Member-a'; a PriorityPool is needed, or a pool from PriorityPool.fromPoolId",
    ],
    [
      'a pool of another service',
      () => api({ pool: new PriorityPool(stack, 'Far', { apiManagement: other, name: 'far' }) }),
      "pool: the pool 'far' belongs to the service other; only pools of apim are allowed",
    ],
    [
      'no name',
      () => api({ name: undefined }),
      `name: undefined; 1 to 256 characters are allowed, except spaces and * # & + : < > ? / \\ % { } " ' \` ;`,
    ],
    [
      'no path',
      () => api({ path: undefined }),
      'path: undefined; up to 400 letters, digits and - _ . : / are allowed, with no slash at the start or end',
    ],
    [
      'a slash first',
      () => api({ path: '/orders' }),
      'path: "/orders"; up to 400 letters, digits and - _ . : / are allowed, with no slash at the start or end',
    ],
    [
      'no protocols',
      () => api({ protocols: [] }),
      'protocols: []; ApiProtocol.HTTP, ApiProtocol.HTTPS or both are allowed',
    ],
    [
      'another protocol',
      () => api({ protocols: [ApiProtocol.HTTPS, 'ws'] }),
      `protocols: ["https", "ws"]; ApiProtocol.HTTP, ApiProtocol.HTTPS or both are allowed`,
    ],
    [
      'a version without version set',
      () => api({ version: 'v1' }),
      'version: "v1"; versionSetId is missing: set both or neither',
    ],
    [
      'a version set without version',
      () => api({ versionSetId }),
      `versionSetId: "${versionSetId}"; version is missing: set both or neither`,
    ],
    [
      'operations and a document',
      () => api({ openApi: OpenApiDocument.importInline('openapi: 3.0.1') }),
      'operations: there is also an openApi document; only one of the two is allowed',
    ],
    [
      'operations and a document with operations',
      () => api({ openApi: OpenApiDocument.fromInline(DOCUMENT) }),
      'operations: there is also an openApi document; only one of the two is allowed',
    ],
    [
      'an empty document',
      () => api({ operations: undefined, openApi: OpenApiDocument.fromInline(' \n') }),
      'openApi: it is empty; a JSON or YAML document without control characters is needed',
    ],
    [
      'nothing for a document',
      () => api({ operations: undefined, openApi: OpenApiDocument.fromInline(undefined as never) }),
      'openApi: undefined; a JSON or YAML document without control characters is needed',
    ],
    [
      'a document at no URL',
      () => api({ operations: undefined, openApi: OpenApiDocument.fromUrl('a.json') }),
      `openApi: a string of 6 characters; ${URL_ALLOWED}`,
    ],
    [
      'an operation twice',
      () => api({ operations: [OPERATION, { ...OPERATION, urlTemplate: '/b' }] }),
      'operations[1].operationId: "process"; each is allowed once',
    ],
    [
      'an operation twice, but for capital letters',
      () => api({ operations: [OPERATION, { ...OPERATION, operationId: 'Process', method: HttpMethod.GET }] }),
      'operations[1].operationId: "Process"; each is allowed once',
    ],
    [
      'two operations for a request',
      () => api({ operations: [OPERATION, { ...OPERATION, operationId: 'b' }] }),
      'operations[1]: "POST /"; each combination of method and urlTemplate is allowed once',
    ],
    ['no operation', () => api({ operations: [undefined] }), 'operations[0]: undefined; an object is needed'],
    [
      'the name of a method',
      () => operation({ method: 'POST' }),
      'operations[0].method: "POST"; an HttpMethod is needed, such as HttpMethod.POST',
    ],
    [
      'a method in small letters',
      () => operation({ method: HttpMethod.of('post') }),
      'operations[0].method: "post"; an HTTP method in uppercase is needed',
    ],
    [
      'a template of JavaScript',
      () => operation({ urlTemplate: '/${id}' }),
      'operations[0].urlTemplate: "/${id}"; a path of up to 1000 characters that starts with / is allowed, with parameters in braces, such as /orders/{id}, and no $ or % before them',
    ],
    [
      'a parameter twice',
      () => operation({ urlTemplate: '/{id}/{id}' }),
      'operations[0].urlTemplate: "id"; each parameter is allowed once',
    ],
    [
      'half of an expression in a URI',
      () => operation({ rewriteUri: '/@(a' }),
      'operations[0].rewriteUri: a string of 4 characters; a path of up to 2000 characters, such as api/orders/{id}, or one policy expression is allowed',
    ],
    [
      'a backend section of an operation',
      () => operation({ policies: { backend: '<a />' } }),
      'operations[0].policies.backend: an operation has no backend section of its own; use the policies of the API',
    ],
    ['51 retries', () => api({ retry: { count: 51 } }), 'retry.count: 51; a whole number from 0 to 50 is allowed'],
    ['a number for a retry', () => api({ retry: 3 }), 'retry: 3; an object is needed'],
    [
      'a wait of nothing',
      () => api({ retry: { interval: Duration.seconds(0) } }),
      'retry.interval: 0 s; whole seconds greater than 0, up to 3600 s, are allowed',
    ],
    [
      'a wait of half a second',
      () => api({ retry: { interval: Duration.milliseconds(500) } }),
      'retry.interval: 0.5 s; whole seconds greater than 0, up to 3600 s, are allowed',
    ],
    [
      'the longest wait without delta',
      () => api({ retry: { maxInterval: Duration.seconds(9) } }),
      'retry.delta: undefined; a delta is needed with maxInterval',
    ],
    [
      'a condition that is no expression',
      () => api({ retry: { condition: RetryCondition.expression('true') } }),
      `retry.condition: a string of 4 characters; ${EXPRESSION}`,
    ],
    [
      'a condition that is not closed',
      () => api({ retry: { condition: RetryCondition.expression('@(true') } }),
      `retry.condition: a string of 6 characters; ${EXPRESSION}`,
    ],
    [
      'two conditions',
      () => api({ retry: { condition: RetryCondition.expression('@(true)@(true)') } }),
      `retry.condition: a string of 14 characters; ${EXPRESSION}`,
    ],
    [
      'a character that no policy holds',
      () => api({ retry: { condition: RetryCondition.expression('@("\0" == "")') } }),
      `retry.condition: a string of 12 characters; ${EXPRESSION}`,
    ],
    [
      'nothing for a condition',
      () => api({ retry: { condition: RetryCondition.expression(undefined as never) } }),
      `retry.condition: undefined; ${EXPRESSION}`,
    ],
    [
      'a text for a condition',
      () => api({ retry: { condition: '@(true)' } }),
      'retry.condition: a string of 7 characters; a RetryCondition is needed',
    ],
    [
      'no status codes',
      () => api({ retry: { condition: RetryCondition.statusCodes() } }),
      'retry.condition: there are no status codes; at least one range is needed',
    ],
    [
      'min over max',
      () => api({ retry: { condition: RetryCondition.statusCodes({ min: 503, max: 500 }) } }),
      'retry.condition.statusCodes[0]: min 503 is greater than its max 500',
    ],
    [
      'a status that is none',
      () => api({ retry: { condition: RetryCondition.statusCodes({ min: 199, max: 500 }) } }),
      'retry.condition.statusCodes[0].min: 199; a whole number from 200 to 599 is allowed',
    ],
    [
      'a forward of over 240 s',
      () => api({ forwardTimeout: Duration.milliseconds(240_001) }),
      'forwardTimeout: 240.001 s; whole milliseconds greater than 0, up to 240 s, are allowed',
    ],
    [
      'a forward of less than a millisecond',
      () => api({ forwardTimeout: Duration.milliseconds(0.5) }),
      'forwardTimeout: 0.0005 s; whole milliseconds greater than 0, up to 240 s, are allowed',
    ],
    ['a forward of a number', () => api({ forwardTimeout: 0 }), 'forwardTimeout: 0; a Duration is needed'],
  ]);

  test('several errors at once', () => {
    const faults = { name: 'a b', path: '', operations: [{}], retry: { count: 51, interval: 1 }, forwardTimeout: 30 };
    const policies = { inbound: '<a>', outbound: 'b' };
    expect(refusal(() => api({ ...faults, policies, pool: undefined, version: '1' }))).toMatchInlineSnapshot(`
     "main/Thing: 12 errors
       pool: undefined; a PriorityPool is needed, or a pool from PriorityPool.fromPoolId
       name: "a b"; 1 to 256 characters are allowed, except spaces and * # & + : < > ? / \\ % { } " ' \` ;
       path: ""; up to 400 letters, digits and - _ . : / are allowed, with no slash at the start or end
       version: "1"; versionSetId is missing: set both or neither
       forwardTimeout: 30; a Duration is needed
       retry.count: 51; a whole number from 0 to 50 is allowed
       retry.interval: 1; a Duration is needed
       policies.inbound: it is not valid policy XML: line 1, column 1: <a> is not closed
       policies.outbound: line 1, column 1: text outside a policy; only XML elements are allowed
       operations[0].operationId: undefined; 1 to 80 letters, digits, hyphens and underscores are allowed, with a letter or digit at the start and end
       operations[0].method: undefined; an HttpMethod is needed, such as HttpMethod.POST
       operations[0].urlTemplate: undefined; a path of up to 1000 characters that starts with / is allowed, with parameters in braces, such as /orders/{id}, and no $ or % before them"
    `);
  });

  test('no operations, once the stack is synthesized', () => {
    isNotCompared(stack);
    const none = api({ operations: undefined }) as FailoverApi;
    const fault = '[main/Thing] operations: there are no operations and no openApi document; one of them is needed';
    expect(() => synth(stack)).toThrow(fault);
    none.addOperation(OPERATION);
    expect(() => synth(stack)).not.toThrow();
  });

  test('addOperation refuses an operation as a whole', () => {
    const made = api() as FailoverApi;
    const inbound = '<set-backend-service backend-id="far" />';
    const added = { ...OPERATION, urlTemplate: '/b/{b', colour: 'red', policies: { inbound, backend: '<a />' } };
    expect(refusal(() => made.addOperation(added))).toMatchInlineSnapshot(`
     "main/Thing: 5 errors
       operation 'process'.colour: unknown property; allowed: operationId, method, urlTemplate, displayName, description, rewriteUri, policies
       operation 'process'.urlTemplate: "/b/{b"; a path of up to 1000 characters that starts with / is allowed, with parameters in braces, such as /orders/{id}, and no $ or % before them
       operation 'process'.operationId: "process"; each is allowed once
       operation 'process'.policies.backend: an operation has no backend section of its own; use the policies of the API
       operation 'process'.policies: AF008 the policies name the backend 'far', which apim does not have; declared so far: 'local', 'remote', 'pool' (if it is deployed elsewhere, declare it with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)"
    `);
    expect(refusal(() => made.addOperation({ ...OPERATION, operationId: 'b' }))).toBe(
      'main/Thing: operation \'b\': "POST /"; each combination of method and urlTemplate is allowed once',
    );
    made.addOperation({ ...OPERATION, operationId: 'b', urlTemplate: '/b' });
    expect(refusal(() => made.addOperation({ ...OPERATION, operationId: 'B', urlTemplate: '/c' }))).toBe(
      'main/Thing: operation \'B\'.operationId: "B"; each is allowed once',
    );
    expect(refusal(() => made.addOperation({ ...OPERATION, operationId: 'a b', urlTemplate: '/c' }))).toBe(
      'main/Thing: operation.operationId: "a b"; 1 to 80 letters, digits, hyphens and underscores are allowed, with a letter or digit at the start and end',
    );
    expect(refusal(() => made.addOperation(undefined as never))).toBe(
      'main/Thing: operation: undefined; an object is needed',
    );
    expect(Object.keys(synth(stack).resource?.azurerm_api_management_api_operation ?? {})).toHaveLength(2);
  });

  test('addOperation beside an OpenAPI document', () => {
    isNotCompared(stack);
    const made = api({ operations: undefined, openApi: OpenApiDocument.fromInline(DOCUMENT) }) as FailoverApi;
    expect(refusal(() => made.addOperation(OPERATION))).toBe(
      "main/Thing: operation 'process': there is also an openApi document; only one of the two is allowed",
    );
  });
});
