import { ApiProtocol, Duration } from '../../../lib';
import { edit, NAMES_REMOTE, NAMES_THIRD, otherPool, row, secondApi, third } from './api-parts';
import { base, Row } from './base';

const API_IN_PLACE = ['changes in place: API orders'];
const ALL_REPLACED = [
  'is deleted, then created: API orders, API policy orders, operation policy read of orders, operation process of orders, operation read of orders',
];
const POLICY_IN_PLACE = ['changes in place: API policy orders'];

const NAMES_VALUE = (name: string): { outbound: string } => ({
  outbound: `<set-header name="x-value" exists-action="override"><value>{{${name}}}</value></set-header>`,
});

const VERSION_SET = (name: string): string =>
  `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/apiVersionSets/${name}`;

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
  row('version', 'on', {}, { version: 'v1', versionSetId: VERSION_SET('set') }, ALL_REPLACED),
  row('version', 'off', { version: 'v1', versionSetId: VERSION_SET('set') }, {}, ALL_REPLACED),
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
  row(
    'policies',
    'naming a named value that another stack deploys',
    {},
    { policies: NAMES_VALUE('shared') },
    POLICY_IN_PLACE,
  ),
  row(
    'policies',
    'naming another named value',
    { policies: NAMES_VALUE('shared') },
    { policies: NAMES_VALUE('other') },
    POLICY_IN_PLACE,
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
