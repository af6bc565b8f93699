import { TerraformVariable } from 'cdktf';
import { FailoverApiOperation, FailoverApiProps, HttpMethod, OpenApiDocument } from '../../../lib';
import { LIST, NAMES_REMOTE, NAMES_THIRD, row, third } from './api-parts';
import { PartsWithPool, PROCESS, READ, Row } from './base';

function operations(
  what: string,
  before: FailoverApiOperation[],
  after: FailoverApiOperation[],
  happens: readonly string[],
): Row {
  return row('operations', what, { operations: before }, { operations: after }, happens);
}

/** The props of an API whose name is known only after deployment, so that its address follows from its construct. */
function named(props: Partial<FailoverApiProps>): (parts: PartsWithPool) => Partial<FailoverApiProps> {
  return ({ stack }) => ({ name: new TerraformVariable(stack, 'name', {}).stringValue, ...props });
}

const WITH_POLICY: FailoverApiOperation = { ...PROCESS, rewriteUri: 'api/process' };

function textOf(path: string, summary: string, ...others: string[]): string {
  const get = { operationId: 'get', summary, responses: { 200: { description: 'ok' } } };
  const paths = Object.fromEntries(others.map((other) => [other, { get: { ...get, operationId: undefined } }]));
  return JSON.stringify({
    openapi: '3.0.1',
    info: { title: 'orders', version: '1' },
    paths: { [path]: { get }, ...paths },
  });
}

const WRITTEN = (path: string, summary = 'get', ...others: string[]): Document => ({
  openApi: OpenApiDocument.fromInline(textOf(path, summary, ...others)),
});

const IMPORTED = (path: string): Document => ({ openApi: OpenApiDocument.importInline(textOf(path, 'get')) });

type Document = Pick<FailoverApiProps, 'operations' | 'openApi'>;

function document(what: string, before: Document, after: Document, happens: readonly string[]): Row {
  return row('openApi', what, { operations: undefined, ...before }, { operations: undefined, ...after }, happens);
}

const GET = { ...LIST, operationId: 'get' };

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
    ['is deleted, then created: operation process of orders to create'],
  ),
  operations(
    'another method',
    [PROCESS, READ],
    [{ ...PROCESS, method: HttpMethod.PUT }, READ],
    ['is deleted, then created: operation process of orders'],
  ),
  operations(
    'another template',
    [PROCESS, READ],
    [{ ...PROCESS, urlTemplate: '/new' }, READ],
    ['is deleted, then created: operation process of orders'],
  ),
  operations(
    'another name of a parameter',
    [PROCESS, READ],
    [PROCESS, { ...READ, urlTemplate: '/{order}' }],
    ['is deleted, then created: operation policy read of orders, operation read of orders'],
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
  row(
    'operations',
    'two exchange their templates, in an API whose name is a variable',
    named({ operations: [LIST, { ...LIST, operationId: 'all', urlTemplate: '/all' }] }),
    named({
      operations: [
        { ...LIST, urlTemplate: '/all' },
        { ...LIST, operationId: 'all' },
      ],
    }),
    ['is deleted, then created: operation all of <var.name>, operation list of <var.name>'],
  ),
  row(
    'openApi',
    'an import replaced by the operations of the document, in an API whose name is a variable',
    named({ operations: undefined, ...IMPORTED('/') }),
    named({ operations: undefined, ...WRITTEN('/') }),
    ['is created: operation get of <var.name>', 'is deleted, then created: API <var.name>, API policy <var.name>'],
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
  document('a path edited', WRITTEN('/a'), WRITTEN('/b'), ['is deleted, then created: operation get of orders']),
  document('a summary edited', WRITTEN('/a'), WRITTEN('/a', 'other'), ['changes in place: operation get of orders']),
  document('an operation added', WRITTEN('/a'), WRITTEN('/a', 'get', '/b'), ['is created: operation get-b of orders']),
  document('in place of operations', { operations: [PROCESS, READ] }, WRITTEN('/a'), [
    'is created: operation get of orders',
    'is deleted: operation policy read of orders, operation process of orders, operation read of orders',
  ]),
  document('with the ids of the operations that it replaces', { operations: [GET] }, WRITTEN('/'), [
    'changes in place: operation get of orders',
  ]),
  document('with the requests of the operations that it replaces', { operations: [LIST] }, WRITTEN('/'), [
    'is deleted, then created: operation list of orders to get',
  ]),
  document('replaced by its operations', WRITTEN('/'), { operations: [GET] }, [
    'changes in place: operation get of orders',
  ]),
  document('imported, and edited', IMPORTED('/a'), IMPORTED('/b'), ['changes in place: API orders']),
  document('imported, and then written', IMPORTED('/'), WRITTEN('/'), [
    'is created: operation get of orders',
    'is deleted, then created: API orders, API policy orders',
  ]),
  document('written, and then imported', WRITTEN('/'), IMPORTED('/'), [
    'is deleted, then created: API orders, API policy orders',
    'is deleted: operation get of orders',
  ]),
  document('imported, in place of operations', { operations: [GET] }, IMPORTED('/'), [
    'is deleted, then created: API orders, API policy orders',
    'is deleted: operation get of orders',
  ]),
];
