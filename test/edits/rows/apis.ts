import {
  ApiProtocol,
  CircuitBreakerBackend,
  Duration,
  FailoverApi,
  FailoverApiOperation,
  FailoverApiProps,
  HttpMethod,
  OpenApiDocument,
  PriorityPool,
} from '../../../lib';
import { base, Edit, PartsWithPool, PROCESS, READ, Row } from './base';

type Props = Edit['api'];

function row(prop: string, what: string, before: Props, after: Props, happens: readonly string[]): Row {
  return edit(prop, what, { api: before }, { api: after }, happens);
}

function edit(prop: string, what: string, before: Edit, after: Edit, happens: readonly string[]): Row {
  return { construct: 'FailoverApi', prop, what, before: base(before), after: base(after), happens };
}

function operations(
  what: string,
  before: FailoverApiOperation[],
  after: FailoverApiOperation[],
  happens: readonly string[],
): Row {
  return row('operations', what, { operations: before }, { operations: after }, happens);
}

const API_IN_PLACE = ['changes in place: API orders'];
const POLICY_IN_PLACE = ['changes in place: API policy orders'];

const LIST: FailoverApiOperation = { operationId: 'list', method: HttpMethod.GET, urlTemplate: '/' };
const WITH_POLICY: FailoverApiOperation = { ...PROCESS, rewriteUri: 'api/process' };

/** A third backend, which policies can name. */
function third({ stack, apiManagement }: PartsWithPool): CircuitBreakerBackend {
  return new CircuitBreakerBackend(stack, 'Third', { apiManagement, name: 'third', url: 'https://third.example.com' });
}

function otherPool(parts: PartsWithPool, members = [parts.local]): PriorityPool {
  return new PriorityPool(parts.stack, 'OtherPool', {
    apiManagement: parts.apiManagement,
    name: 'other-pool',
    members: members.map((backend) => ({ backend })),
  });
}

/** A program in which another API uses the pool of the base program, so that it stays when an API leaves it. */
function secondApi(parts: PartsWithPool, props: Partial<FailoverApiProps> = {}): void {
  const { stack, apiManagement, pool } = parts;
  new FailoverApi(stack, 'Second', {
    apiManagement,
    pool,
    name: 'second',
    path: 'second',
    operations: [LIST],
    ...props,
  });
}

const NAMES_THIRD = { inbound: '<set-backend-service backend-id="third" />' };
const NAMES_REMOTE = { inbound: '<set-backend-service backend-id="remote" />' };
const NAMES_VALUE = (name: string): { outbound: string } => ({
  outbound: `<set-header name="x-value" exists-action="override"><value>{{${name}}}</value></set-header>`,
});

const VERSION_SET = (name: string): string =>
  `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/apiVersionSets/${name}`;

const DOCUMENT = (path: string): OpenApiDocument =>
  OpenApiDocument.fromInline(
    JSON.stringify({
      openapi: '3.0.1',
      info: { title: 'orders', version: '1' },
      paths: { [path]: { get: { operationId: 'get', responses: { 200: { description: 'ok' } } } } },
    }),
  );

export const API_ROWS: readonly Row[] = [
  row('name', 'changed', {}, { name: 'invoices' }, [
    'is created: operation process of invoices, operation read of invoices',
    'is deleted, then created: API orders to invoices, API policy orders to invoices, operation policy read of orders to read',
    'is deleted: operation process of orders, operation read of orders',
  ]),
  row('name', 'changed, with the path', {}, { name: 'invoices', path: 'invoices' }, [
    'is created: operation process of invoices, operation read of invoices',
    'is deleted, then created: API orders to invoices, API policy orders to invoices, operation policy read of orders to read',
    'is deleted: operation process of orders, operation read of orders',
  ]),
  row('name', 'with only the case of its letters', {}, { name: 'Orders' }, [
    'is deleted, then created: API orders, API policy orders, operation policy read of orders, operation process of orders, operation read of orders',
  ]),
  edit(
    'name',
    'changed together with the id of the construct',
    {},
    { api: { name: 'invoices' }, ids: { api: 'Invoices' } },
    [
      'is created: operation process of invoices, operation read of invoices',
      'is deleted, then created: API orders to invoices, API policy orders to invoices, operation policy read of orders to read',
      'is deleted: operation process of orders, operation read of orders',
    ],
  ),
  row('path', 'changed', {}, { path: 'invoices' }, API_IN_PLACE),
  row('displayName', 'added', {}, { displayName: 'All orders' }, API_IN_PLACE),
  row('description', 'added', {}, { description: 'All orders' }, API_IN_PLACE),
  row('protocols', 'added', {}, { protocols: [ApiProtocol.HTTPS, ApiProtocol.HTTP] }, API_IN_PLACE),
  row('revision', 'changed', {}, { revision: '2' }, [
    'is deleted, then created: API orders to orders revision 2, API policy orders, operation policy read of orders, operation process of orders, operation read of orders',
  ]),
  row('version', 'on', {}, { version: 'v1', versionSetId: VERSION_SET('set') }, API_IN_PLACE),
  row('version', 'off', { version: 'v1', versionSetId: VERSION_SET('set') }, {}, API_IN_PLACE),
  row(
    'version',
    'changed',
    { version: 'v1', versionSetId: VERSION_SET('set') },
    { version: 'v2', versionSetId: VERSION_SET('set') },
    API_IN_PLACE,
  ),
  row(
    'versionSetId',
    'changed',
    { version: 'v1', versionSetId: VERSION_SET('set') },
    { version: 'v1', versionSetId: VERSION_SET('other') },
    API_IN_PLACE,
  ),
  row(
    'version',
    'a second version of the path added',
    { version: 'v1', versionSetId: VERSION_SET('set') },
    (parts) => {
      secondApi(parts, { path: 'orders', version: 'v2', versionSetId: VERSION_SET('set') });
      return { version: 'v1', versionSetId: VERSION_SET('set') };
    },
    ['is created: API policy second, API second, operation list of second'],
  ),
  row('subscriptionRequired', 'off', {}, { subscriptionRequired: false }, API_IN_PLACE),
  row('retry', 'another count', {}, { retry: { count: 5 } }, POLICY_IN_PLACE),
  row('retry', 'off', {}, { retry: { count: 0 }, acknowledge: [{ code: 'AF101', reason: 'test' }] }, POLICY_IN_PLACE),
  row('forwardTimeout', 'set', {}, { forwardTimeout: Duration.seconds(9) }, POLICY_IN_PLACE),
  row('latencyBudget', 'set', {}, { latencyBudget: Duration.seconds(20) }, POLICY_IN_PLACE),
  row('attemptCountHeader', 'on', {}, { attemptCountHeader: 'x-attempts' }, POLICY_IN_PLACE),
  row('attemptCountHeader', 'off', { attemptCountHeader: 'x-attempts' }, {}, POLICY_IN_PLACE),
  row(
    'policies',
    'added',
    {},
    { policies: { inbound: '<set-header name="a" exists-action="delete" />' } },
    POLICY_IN_PLACE,
  ),
  row(
    'policies',
    'naming a new backend',
    {},
    (parts) => {
      third(parts);
      return { policies: NAMES_THIRD };
    },
    ['changes in place: API policy orders', 'is created: backend third'],
  ),
  row(
    'policies',
    'no longer naming a backend that is removed',
    (parts) => {
      third(parts);
      return { policies: NAMES_THIRD };
    },
    {},
    ['changes in place: API policy orders', 'is deleted: backend third'],
  ),
  row(
    'policies',
    'naming another backend than one that is removed',
    (parts) => {
      third(parts);
      return { policies: NAMES_THIRD };
    },
    { policies: NAMES_REMOTE },
    ['changes in place: API policy orders', 'is deleted: backend third'],
  ),
  row('policies', 'naming a named value of others', {}, { policies: NAMES_VALUE('shared') }, POLICY_IN_PLACE),
  row(
    'policies',
    'naming another named value',
    { policies: NAMES_VALUE('shared') },
    { policies: NAMES_VALUE('other') },
    POLICY_IN_PLACE,
  ),
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
    ['changes in place: operation all of orders, operation list of orders'],
  ),
  operations(
    'two exchange their ids',
    [PROCESS, LIST],
    [
      { ...PROCESS, operationId: 'list' },
      { ...LIST, operationId: 'process' },
    ],
    ['changes in place: operation list of orders, operation process of orders'],
  ),
  operations(
    'one takes the template of a removed one',
    [LIST, { ...LIST, operationId: 'all', urlTemplate: '/all' }],
    [{ ...LIST, operationId: 'all' }],
    ['changes in place: operation all of orders', 'is deleted: operation list of orders'],
  ),
  operations(
    'a new one takes the template of one that changes',
    [LIST, PROCESS],
    [{ ...LIST, urlTemplate: '/all' }, PROCESS, { ...LIST, operationId: 'first' }],
    ['changes in place: operation list of orders', 'is created: operation first of orders'],
  ),
  operations(
    'three pass on their templates',
    ['/a', '/b', '/c'].map((urlTemplate, index) => ({ ...LIST, operationId: `o${index}`, urlTemplate })),
    ['/b', '/c', '/a'].map((urlTemplate, index) => ({ ...LIST, operationId: `o${index}`, urlTemplate })),
    ['changes in place: operation o0 of orders, operation o1 of orders, operation o2 of orders'],
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
  row('pool', 'exchanged for a new one', {}, (parts) => ({ pool: otherPool(parts) }), [
    'changes in place: API policy orders',
    'is created: pool other-pool',
  ]),
  row('pool', 'exchanged for the one of another API', (parts) => ({ pool: otherPool(parts) }), {}, [
    'changes in place: API policy orders',
    'is deleted: pool other-pool',
  ]),
  {
    construct: 'FailoverApi',
    prop: 'pool',
    what: 'exchanged for a new one, and the old one removed',
    before: base({}),
    after: base({ pool: { name: 'other-pool' }, ids: { pool: 'OtherPool' } }),
    happens: [
      'changes in place: API policy orders',
      'is created, then the old one is deleted: pool pool to other-pool',
    ],
  },
  row(
    'regionalPools',
    'one added',
    {},
    (parts) => ({ regionalPools: [{ region: 'Norway East', pool: otherPool(parts) }] }),
    ['changes in place: API policy orders', 'is created: pool other-pool'],
  ),
  row(
    'regionalPools',
    'the last one removed',
    (parts) => ({ regionalPools: [{ region: 'Norway East', pool: otherPool(parts) }] }),
    {},
    ['changes in place: API policy orders', 'is deleted: pool other-pool'],
  ),
  row(
    'openApi',
    'edited',
    { operations: undefined, openApi: DOCUMENT('/a') },
    { operations: undefined, openApi: DOCUMENT('/b') },
    API_IN_PLACE,
  ),
  row('openApi', 'in place of operations', {}, { operations: undefined, openApi: DOCUMENT('/a') }, [
    'changes in place: API orders',
    'is deleted: operation policy read of orders, operation process of orders, operation read of orders',
  ]),
  edit('(id)', 'changed', {}, { ids: { api: 'Invoices' } }, ['nothing']),
  row(
    '(construct)',
    'a second API added',
    {},
    (parts) => {
      secondApi(parts);
      return {};
    },
    ['is created: API policy second, API second, operation list of second'],
  ),
  row(
    '(construct)',
    'a second API removed',
    (parts) => {
      secondApi(parts);
      return {};
    },
    {},
    ['is deleted: API policy second, API second, operation list of second'],
  ),
  row(
    '(construct)',
    'an API removed, and one of another name added with its path',
    (parts) => {
      secondApi(parts);
      return {};
    },
    (parts) => {
      secondApi({ ...parts }, { name: 'third', path: 'second' });
      return {};
    },
    ['is deleted, then created: API policy second to third, API second to third, operation list of second to list'],
  ),
  {
    construct: 'FailoverApi',
    prop: '(construct)',
    what: 'removed, and another construct with its path and another name added',
    before: base({}),
    after: base({ api: { name: 'invoices', path: 'orders' }, ids: { api: 'Invoices' } }),
    happens: [
      'is created: operation process of invoices, operation read of invoices',
      'is deleted, then created: API orders to invoices, API policy orders to invoices, operation policy read of orders to read',
      'is deleted: operation process of orders, operation read of orders',
    ],
  },
  row(
    'path',
    'exchanged between two APIs',
    (parts) => {
      secondApi(parts);
      return {};
    },
    (parts) => {
      secondApi(parts, { path: 'orders' });
      return { path: 'second' };
    },
    ['changes in place: API orders, API second'],
  ),
  row(
    'displayName',
    'exchanged between two APIs',
    (parts) => {
      secondApi(parts);
      return {};
    },
    (parts) => {
      secondApi(parts, { displayName: 'orders' });
      return { displayName: 'second' };
    },
    ['changes in place: API orders, API second'],
  ),
  row(
    'path',
    'taken over from an API that gets another',
    (parts) => {
      secondApi(parts);
      return {};
    },
    (parts) => {
      secondApi(parts, { path: 'orders' });
      return { path: 'first' };
    },
    ['changes in place: API orders, API second'],
  ),
];
