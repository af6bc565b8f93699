import { FailoverApiOperation, HttpMethod, OpenApiDocument } from '../../../lib';
import { LIST, NAMES_REMOTE, NAMES_THIRD, row, third } from './api-parts';
import { PROCESS, READ, Row } from './base';

function operations(
  what: string,
  before: FailoverApiOperation[],
  after: FailoverApiOperation[],
  happens: readonly string[],
): Row {
  return row('operations', what, { operations: before }, { operations: after }, happens);
}

const WITH_POLICY: FailoverApiOperation = { ...PROCESS, rewriteUri: 'api/process' };

const DOCUMENT = (path: string): OpenApiDocument =>
  OpenApiDocument.fromInline(
    JSON.stringify({
      openapi: '3.0.1',
      info: { title: 'orders', version: '1' },
      paths: { [path]: { get: { operationId: 'get', responses: { 200: { description: 'ok' } } } } },
    }),
  );

export const OPERATION_ROWS: readonly Row[] = [
  operations('one added', [PROCESS, READ], [PROCESS, READ, LIST], ['is created: operation list of orders']),
  operations(
    'one added before the others',
    [PROCESS, READ],
    [LIST, PROCESS, READ],
    ['is created: operation list of orders'],
  ),
  operations(
    'one removed',
    [PROCESS, READ],
    [PROCESS],
    ['is deleted: operation policy read of orders, operation read of orders'],
  ),
  operations(
    'one without a policy removed',
    [PROCESS, READ, LIST],
    [PROCESS, READ],
    ['is deleted: operation list of orders'],
  ),
  operations(
    'another id, with unchanged method and template',
    [PROCESS, READ],
    [{ ...PROCESS, operationId: 'create' }, READ],
    ['is deleted, then created: operation process of orders to create'],
  ),
  operations(
    'another id, with a policy',
    [PROCESS, READ],
    [PROCESS, { ...READ, operationId: 'get' }],
    ['is deleted, then created: operation policy read of orders to get, operation read of orders to get'],
  ),
  operations(
    'another id and template',
    [PROCESS, READ],
    [{ ...PROCESS, operationId: 'create', urlTemplate: '/new' }, READ],
    ['is deleted and created in any order: operation process of orders to create'],
  ),
  operations(
    'another method',
    [PROCESS, READ],
    [{ ...PROCESS, method: HttpMethod.PUT }, READ],
    ['changes in place: operation process of orders'],
  ),
  operations(
    'another template',
    [PROCESS, READ],
    [{ ...PROCESS, urlTemplate: '/new' }, READ],
    ['changes in place: operation process of orders'],
  ),
  operations(
    'another name of a parameter',
    [PROCESS, READ],
    [PROCESS, { ...READ, urlTemplate: '/{order}' }],
    ['changes in place: operation read of orders'],
  ),
  operations(
    'another display name and description',
    [PROCESS],
    [{ ...PROCESS, displayName: 'Process', description: 'd' }],
    ['changes in place: operation process of orders'],
  ),
  operations(
    'two exchange their templates',
    [LIST, { ...LIST, operationId: 'all', urlTemplate: '/all' }],
    [
      { ...LIST, urlTemplate: '/all' },
      { ...LIST, operationId: 'all' },
    ],
    ['is deleted, then created: operation all of orders, operation list of orders'],
  ),
  operations(
    'two exchange their ids',
    [PROCESS, LIST],
    [
      { ...PROCESS, operationId: 'list' },
      { ...LIST, operationId: 'process' },
    ],
    ['is deleted, then created: operation list of orders, operation process of orders'],
  ),
  operations(
    'one takes the template of a removed one',
    [LIST, { ...LIST, operationId: 'all', urlTemplate: '/all' }],
    [{ ...LIST, operationId: 'all' }],
    ['is deleted, then created: operation all of orders', 'is deleted: operation list of orders'],
  ),
  operations(
    'a new one takes the template of one that changes',
    [LIST, PROCESS],
    [{ ...LIST, urlTemplate: '/all' }, PROCESS, { ...LIST, operationId: 'first' }],
    ['is created: operation first of orders', 'is deleted, then created: operation list of orders'],
  ),
  operations(
    'three pass on their templates',
    ['/a', '/b', '/c'].map((urlTemplate, index) => ({ ...LIST, operationId: `o${index}`, urlTemplate })),
    ['/b', '/c', '/a'].map((urlTemplate, index) => ({ ...LIST, operationId: `o${index}`, urlTemplate })),
    ['is deleted, then created: operation o0 of orders, operation o1 of orders, operation o2 of orders'],
  ),
  operations(
    'the id with only the case of its letters',
    [PROCESS, READ],
    [{ ...PROCESS, operationId: 'Process' }, READ],
    ['is deleted, then created: operation process of orders'],
  ),
  operations('rewriteUri on', [PROCESS], [WITH_POLICY], ['is created: operation policy process of orders']),
  operations(
    'rewriteUri changed',
    [WITH_POLICY],
    [{ ...WITH_POLICY, rewriteUri: 'api/other' }],
    ['changes in place: operation policy process of orders'],
  ),
  operations('rewriteUri off', [WITH_POLICY], [PROCESS], ['is deleted: operation policy process of orders']),
  row(
    'operations',
    'a policy that names a new backend',
    {},
    (parts) => {
      third(parts);
      return { operations: [{ ...PROCESS, policies: NAMES_THIRD }, READ] };
    },
    ['changes in place: API policy orders', 'is created: backend third, operation policy process of orders'],
  ),
  row(
    'operations',
    'a policy that named a backend that is removed',
    (parts) => {
      third(parts);
      return { operations: [{ ...PROCESS, policies: NAMES_THIRD }, READ] };
    },
    {},
    ['changes in place: API policy orders', 'is deleted: backend third, operation policy process of orders'],
  ),
  row(
    'operations',
    'a policy that names another backend than one that is removed',
    (parts) => {
      third(parts);
      return { operations: [{ ...PROCESS, policies: NAMES_THIRD }, READ] };
    },
    { operations: [{ ...PROCESS, policies: NAMES_REMOTE }, READ] },
    ['changes in place: operation policy process of orders', 'is deleted: backend third'],
  ),
  row(
    'operations',
    'one removed with the backend that its policy named',
    (parts) => {
      third(parts);
      return { operations: [PROCESS, READ, { ...LIST, policies: NAMES_THIRD }] };
    },
    {},
    [
      'changes in place: API policy orders',
      'is deleted: backend third, operation list of orders, operation policy list of orders',
    ],
  ),
  row(
    'openApi',
    'edited',
    { operations: undefined, openApi: DOCUMENT('/a') },
    { operations: undefined, openApi: DOCUMENT('/b') },
    ['changes in place: API orders'],
  ),
  row('openApi', 'in place of operations', {}, { operations: undefined, openApi: DOCUMENT('/a') }, [
    'changes in place: API orders',
    'is deleted: operation policy read of orders, operation process of orders, operation read of orders',
  ]),
  row(
    'openApi',
    'with the ids of the operations that it replaces',
    { operations: [{ ...LIST, operationId: 'get' }] },
    { operations: undefined, openApi: DOCUMENT('/') },
    ['changes in place: API orders', 'is deleted: operation get of orders'],
  ),
  row(
    'openApi',
    'with the requests of the operations that it replaces',
    { operations: [LIST] },
    { operations: undefined, openApi: DOCUMENT('/') },
    ['changes in place: API orders', 'is deleted: operation list of orders'],
  ),
  row(
    'openApi',
    'replaced by its operations',
    { operations: undefined, openApi: DOCUMENT('/') },
    { operations: [{ ...LIST, operationId: 'get' }] },
    ['changes in place: API orders', 'is created: operation get of orders'],
  ),
  row(
    'openApi',
    'replaced by other operations',
    { operations: undefined, openApi: DOCUMENT('/') },
    { operations: [PROCESS] },
    ['changes in place: API orders', 'is created: operation process of orders'],
  ),
];
