import { CircuitBreakerBackend, FailoverApi, PriorityPool, PriorityPoolProps } from '../../../lib';
import { LIST, otherPool } from './api-parts';
import { base, Build, Edit, knownService, Parts, Row } from './base';

type Props = Edit['pool'];

function row(prop: string, what: string, before: Props, after: Props, happens: readonly string[] = IN_PLACE): Row {
  return {
    construct: 'PriorityPool',
    prop,
    what,
    before: base({ pool: before }),
    after: base({ pool: after }),
    happens,
  };
}

function edit(prop: string, what: string, before: Edit, after: Edit, happens: readonly string[]): Row {
  return { construct: 'PriorityPool', prop, what, before: base(before), after: base(after), happens };
}

/** Another stack, with an API that uses a pool of the edited one. */
function withPoolOf(name: string): Build {
  return (stack) => {
    const apiManagement = knownService(stack);
    const pool = PriorityPool.fromPoolId(stack, 'Pool', `${apiManagement.apiManagementId}/backends/${name}`);
    new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'other', path: 'other', operations: [LIST] });
  };
}

/** The new pool is deployed, and the old one is still there. */
const WITH_OTHER_POOL: Edit = {
  api: (parts) => {
    otherPool(parts);
    return {};
  },
};

const IN_PLACE = ['changes in place: pool pool'];

const THIRD = ({ stack, apiManagement }: Parts): CircuitBreakerBackend =>
  new CircuitBreakerBackend(stack, 'Third', { apiManagement, name: 'third', url: 'https://third.example.com' });

const OF_THREE = (parts: Parts): Partial<PriorityPoolProps> => ({
  members: [parts.local, parts.remote, THIRD(parts)].map((backend, index) => ({ backend, priority: index + 1 })),
});

export const POOL_ROWS: readonly Row[] = [
  row('name', 'changed', {}, { name: 'other-pool' }, [
    'changes in place: API policy orders',
    'is created, then the old one is deleted: pool pool to other-pool',
  ]),
  row('name', 'with only the case of its letters', {}, { name: 'Pool' }, [
    'changes in place: API policy orders',
    'is created, then the old one is deleted: pool pool',
  ]),
  edit('name', 'that of a backend that is deleted', {}, { local: { name: 'near' }, pool: { name: 'local' } }, [
    'changes in place: API policy orders',
    'is created, then the old one is deleted: pool local',
    'is created: backend near',
    'is deleted: pool pool',
  ]),
  {
    ...row('name', 'changed, while an API of another stack uses it', {}, { name: 'other-pool' }, [
      'changes in place: API policy orders',
      'is created, then the old one is deleted: pool pool to other-pool',
    ]),
    otherStack: withPoolOf('pool'),
  },
  {
    ...edit(
      'name',
      'changed, after the API of another stack uses the new one',
      WITH_OTHER_POOL,
      { pool: { name: 'other-pool' }, ids: { pool: 'OtherPool' } },
      ['changes in place: API policy orders, pool other-pool', 'is deleted: pool pool'],
    ),
    otherStack: withPoolOf('other-pool'),
  },
  edit(
    'name',
    'changed together with the id of the construct',
    {},
    { pool: { name: 'other-pool' }, ids: { pool: 'Other' } },
    ['changes in place: API policy orders', 'is created, then the old one is deleted: pool pool to other-pool'],
  ),
  row('members', 'a new backend added', {}, OF_THREE, [
    'changes in place: API policy orders, pool pool',
    'is created: backend third',
  ]),
  row('members', 'a backend removed with its construct', OF_THREE, {}, [
    'changes in place: API policy orders, pool pool',
    'is deleted: backend third',
  ]),
  row(
    'members',
    'a backend removed that stays',
    ({ local, remote }) => ({
      members: [
        { backend: local, priority: 1 },
        { backend: remote, priority: 2 },
      ],
    }),
    ({ local }) => ({ members: [{ backend: local, priority: 1 }] }),
    ['changes in place: API policy orders, pool pool'],
  ),
  row(
    'members',
    'reordered',
    {},
    ({ local, remote }) => ({
      members: [
        { backend: remote, priority: 2 },
        { backend: local, priority: 1 },
      ],
    }),
    ['changes in place: pool pool'],
  ),
  row(
    'members',
    'priorities exchanged',
    {},
    ({ local, remote }) => ({
      members: [
        { backend: local, priority: 2 },
        { backend: remote, priority: 1 },
      ],
    }),
    ['changes in place: pool pool'],
  ),
  row(
    'members',
    'weights',
    ({ local, remote }) => ({
      members: [
        { backend: local, weight: 1 },
        { backend: remote, weight: 1 },
      ],
    }),
    ({ local, remote }) => ({
      members: [
        { backend: local, weight: 2 },
        { backend: remote, weight: 1 },
      ],
    }),
    ['changes in place: pool pool'],
  ),
  row(
    'members',
    'one exchanged for another',
    {},
    (parts) => ({
      members: [
        { backend: THIRD(parts), priority: 1 },
        { backend: parts.remote, priority: 2 },
      ],
    }),
    ['changes in place: pool pool', 'is created: backend third'],
  ),
  row('title', 'added', {}, { title: 'Pool' }),
  row('title', 'removed', { title: 'Pool' }, {}),
  row('description', 'changed', { description: 'a' }, { description: 'b' }),
  row('sessionAffinity', 'on, with another version of the API', {}, { sessionAffinity: { cookieName: 'c' } }),
  row('sessionAffinity', 'off', { sessionAffinity: { cookieName: 'c' } }, {}),
  row('failureResponse', 'on', {}, { failureResponse: { statusCode: 503 } }),
  row('failureResponse', 'off', { failureResponse: { statusCode: 503 } }, {}),
  edit('(id)', 'changed', {}, { ids: { pool: 'Other' } }, ['nothing']),
];
