import {
  BackendCredentials,
  CircuitBreakerBackend,
  CircuitBreakerBackendProps,
  CircuitBreakerRule,
  Duration,
  FunctionAppBackendProps,
} from '../../../lib';
import { base, Edit, lookedUp, Row } from './base';

type Props = Partial<CircuitBreakerBackendProps>;

function row(prop: string, what: string, before: Props, after: Props, happens: readonly string[]): Row {
  return edit(prop, what, { local: before }, { local: after }, happens);
}

function edit(prop: string, what: string, before: Edit, after: Edit, happens: readonly string[]): Row {
  return { construct: 'CircuitBreakerBackend', prop, what, before: base(before), after: base(after), happens };
}

const IN_PLACE = ['changes in place: backend local'];

const OWN_KEY = BackendCredentials.namedValue('x-key', 'shared-key');
const OTHER_KEY = BackendCredentials.namedValue('x-key', 'other-key');
const SECRET = (header: string, secret = 's'): BackendCredentials =>
  BackendCredentials.keyVaultSecret({ header, secretId: `https://v.vault.azure.net/secrets/${secret}` });
const OF_BACKEND = BackendCredentials.backendManagedIdentity({ resource: 'api://orders' });
const OF_POLICY = BackendCredentials.managedIdentity({ resource: 'api://orders' });
const APP_ID =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Web/sites/app';
const FUNCTION_KEY = (keyVersion = '1'): BackendCredentials =>
  BackendCredentials.functionKey({ functionAppId: APP_ID, keyVersion });

function credentials(
  what: string,
  before: BackendCredentials[] | undefined,
  after: BackendCredentials[] | undefined,
  happens: readonly string[] = IN_PLACE,
): Row {
  return row('credentials', what, { credentials: before }, { credentials: after }, happens);
}

const WITH_TOKENS: Edit = { local: { credentials: [OF_POLICY] }, remote: { credentials: [OF_POLICY] } };

export const BACKEND_ROWS: readonly Row[] = [
  row('name', 'changed', {}, { name: 'near' }, [
    'changes in place: pool pool',
    'is created, then the old one is deleted: backend local to near',
  ]),
  row(
    'name',
    'changed, with a secret',
    { credentials: [SECRET('x-key')] },
    { name: 'near', credentials: [SECRET('x-key')] },
    [
      'changes in place: pool pool',
      'is created, then the old one is deleted: backend local to near, named value local-x-key to near-x-key',
    ],
  ),
  row('name', 'with only the case of its letters', {}, { name: 'Local' }, [
    'changes in place: pool pool',
    'is created, then the old one is deleted: backend local',
  ]),
  edit(
    'name',
    'changed together with the id of the construct',
    {},
    { local: { name: 'near' }, ids: { local: 'Near' } },
    ['changes in place: pool pool', 'is created, then the old one is deleted: backend local to near'],
  ),
  edit(
    'name',
    'that of a pool that is deleted',
    { ids: { pool: 'Former' } },
    { local: { name: 'pool' }, pool: { name: 'other-pool' } },
    [
      'changes in place: API policy orders',
      'is created, then the old one is deleted: backend pool',
      'is created: pool other-pool',
      'is deleted: backend local',
    ],
  ),
  edit('name', 'the names of both backends exchanged', {}, { local: { name: 'remote' }, remote: { name: 'local' } }, [
    'changes in place: backend local, backend remote, pool pool',
  ]),
  row('url', 'changed', {}, { url: 'https://near.example.com' }, IN_PLACE),
  row('title', 'added', {}, { title: 'Local' }, IN_PLACE),
  row('title', 'removed', { title: 'Local' }, {}, IN_PLACE),
  row('description', 'changed', { description: 'a' }, { description: 'b' }, IN_PLACE),
  row(
    'circuitBreaker',
    'of another duration',
    {},
    { circuitBreaker: CircuitBreakerRule.gatewayFailures({ tripDuration: Duration.minutes(1) }) },
    ['changes in place: backend local'],
  ),
  row('circuitBreaker', 'of another count', {}, { circuitBreaker: CircuitBreakerRule.gatewayFailures({ count: 2 }) }, [
    'changes in place: API policy orders, backend local',
  ]),
  row('circuitBreaker', 'of another name', {}, { circuitBreaker: CircuitBreakerRule.throttling() }, [
    'changes in place: API policy orders, backend local',
  ]),
  row('proxy', 'added', {}, { proxy: { url: 'https://proxy.example.com', username: 'user' } }, IN_PLACE),
  row('proxy', 'removed', { proxy: { url: 'https://proxy.example.com', username: 'user' } }, {}, IN_PLACE),
  row('validateCertificateChain', 'off', {}, { validateCertificateChain: false }, IN_PLACE),
  row('validateCertificateName', 'off', {}, { validateCertificateName: false }, IN_PLACE),
  credentials('a header added', undefined, [BackendCredentials.header('x-a', '1')]),
  credentials('a header changed', [BackendCredentials.header('x-a', '1')], [BackendCredentials.header('x-a', '2')]),
  credentials('a query added', undefined, [BackendCredentials.query('a', '1')]),
  credentials('a query removed', [BackendCredentials.query('a', '1')], undefined),
  credentials('a certificate added', undefined, [BackendCredentials.certificate('A'.repeat(40))]),
  credentials('a certificate removed', [BackendCredentials.certificate('A'.repeat(40))], undefined),
  credentials('a named value added', undefined, [OWN_KEY]),
  credentials('a named value exchanged', [OWN_KEY], [OTHER_KEY]),
  credentials('a named value removed', [OWN_KEY], undefined),
  credentials(
    'a secret added',
    undefined,
    [SECRET('x-key')],
    ['changes in place: backend local', 'is created: named value local-x-key'],
  ),
  credentials(
    'a secret changed',
    [SECRET('x-key')],
    [SECRET('x-key', 'other')],
    ['changes in place: named value local-x-key'],
  ),
  credentials(
    'a secret in another header',
    [SECRET('x-key')],
    [SECRET('x-other')],
    [
      'changes in place: backend local',
      'is created, then the old one is deleted: named value local-x-key to local-x-other',
    ],
  ),
  credentials('a secret removed', [SECRET('x-key')], undefined, [
    'changes in place: backend local',
    'is deleted: named value local-x-key',
  ]),
  credentials(
    'a secret before another',
    [SECRET('x-key')],
    [SECRET('x-first'), SECRET('x-key')],
    ['changes in place: backend local', 'is created: named value local-x-first'],
  ),
  credentials(
    'a secret to a named value',
    [SECRET('x-key')],
    [OWN_KEY],
    ['changes in place: backend local', 'is deleted: named value local-x-key'],
  ),
  credentials(
    'a function key added',
    undefined,
    [FUNCTION_KEY()],
    ['changes in place: backend local', 'is created: named value local-app-key'],
  ),
  credentials(
    'a function key renewed',
    [FUNCTION_KEY()],
    [FUNCTION_KEY('2')],
    ['changes in place: named value local-app-key'],
  ),
  credentials('a function key removed', [FUNCTION_KEY()], undefined, [
    'changes in place: backend local',
    'is deleted: named value local-app-key',
  ]),
  credentials(
    'a function key to a secret in the same header',
    [FUNCTION_KEY()],
    [SECRET('x-functions-key')],
    [
      'changes in place: backend local',
      'is created, then the old one is deleted: named value local-app-key to local-x-functions-key',
    ],
  ),
  edit('credentials', 'a token of the policy added', {}, WITH_TOKENS, ['changes in place: API policy orders']),
  edit('credentials', 'a token of the policy removed', WITH_TOKENS, {}, ['changes in place: API policy orders']),
  credentials('a token of the backend added', undefined, [OF_BACKEND], ['changes in place: backend local']),
  credentials(
    'a token of the backend changed',
    [OF_BACKEND],
    [BackendCredentials.backendManagedIdentity({ resource: 'api://other' })],
    ['changes in place: backend local'],
  ),
  credentials('a token of the backend removed', [OF_BACKEND], undefined, [
    'changes in place: pool pool',
    'is created, then the old one is deleted: backend local',
  ]),
  credentials(
    'a token of the backend beside a secret',
    [SECRET('x-key')],
    [SECRET('x-key'), OF_BACKEND],
    ['changes in place: backend local'],
  ),
  edit(
    'apiManagement',
    'another service, also of the pool and the API',
    {},
    { service: (stack) => lookedUp(stack, 'other') },
    [
      'is created: API orders in other, API policy orders in other, backend local in other, backend remote in other, operation policy read of orders in other, operation process of orders in other, operation read of orders in other, pool pool in other',
      'is deleted: API orders, API policy orders, backend local, backend remote, operation policy read of orders, operation process of orders, operation read of orders, pool pool',
    ],
  ),
  edit('(id)', 'changed', {}, { ids: { local: 'Near' } }, ['nothing']),
  edit(
    '(id)',
    'changed, with a secret',
    { local: { credentials: [SECRET('x-key')] } },
    { local: { credentials: [SECRET('x-key')] }, ids: { local: 'Near' } },
    ['nothing'],
  ),
  {
    construct: 'CircuitBreakerBackend',
    prop: '(construct)',
    what: 'another one added',
    before: base({}),
    after: (stack) => {
      base({})(stack);
      new CircuitBreakerBackend(stack, 'Third', {
        apiManagement: lookedUp(stack, 'apim', 'Again'),
        name: 'third',
        url: 'https://third.example.com',
      });
    },
    happens: ['is created: backend third'],
  },
];

type AppProps = Partial<FunctionAppBackendProps>;

function app(prop: string, what: string, before: AppProps, after: AppProps, happens: readonly string[]): Row {
  return {
    construct: 'CircuitBreakerBackend.forFunctionApp',
    ...{ prop, what, happens },
    before: base({ functionApp: before }),
    after: base({ functionApp: after }),
  };
}

const FUNC = { name: 'func', resourceGroupName: 'rg' };
const SUBSCRIPTION = '00000000-0000-0000-0000-000000000002';

export const FUNCTION_APP_ROWS: readonly Row[] = [
  app('functionApp', 'another app, and so another name', {}, { functionApp: { ...FUNC, name: 'other' } }, [
    'changes in place: pool pool',
    'is created, then the old one is deleted: backend func to other, named value func-key to other-key',
  ]),
  app(
    'functionApp',
    'another app under one name',
    { name: 'local' },
    { name: 'local', functionApp: { ...FUNC, name: 'other' } },
    [
      'changes in place: backend local',
      'is created, then the old one is deleted: named value local-func-key to local-other-key',
    ],
  ),
  app('functionApp', 'another resource group', {}, { functionApp: { ...FUNC, resourceGroupName: 'other' } }, [
    'changes in place: backend func, named value func-key',
  ]),
  app('functionApp', 'another subscription', {}, { functionApp: { ...FUNC, subscriptionId: SUBSCRIPTION } }, [
    'changes in place: backend func, named value func-key',
  ]),
  app('functionApp', 'another key', {}, { functionApp: { ...FUNC, keyName: 'other' } }, [
    'changes in place: named value func-key',
  ]),
  app('functionApp', 'a new version of the key', {}, { functionApp: { ...FUNC, keyVersion: '2' } }, [
    'changes in place: named value func-key',
  ]),
  app('name', 'changed', {}, { name: 'local' }, [
    'changes in place: pool pool',
    'is created, then the old one is deleted: backend func to local, named value func-key to local-func-key',
  ]),
  app('credentials', 'in place of the key', {}, { credentials: [OWN_KEY] }, [
    'changes in place: backend func',
    'is deleted: named value func-key',
  ]),
  app('credentials', 'the key in place of them', { credentials: [SECRET('x-functions-key')] }, {}, [
    'changes in place: backend func',
    'is created, then the old one is deleted: named value func-x-functions-key to func-key',
  ]),
  {
    ...app('(construct)', 'in place of a backend with a URL and the same name', {}, { name: 'local' }, [
      'changes in place: backend local',
      'is created: named value local-func-key',
    ]),
    before: base({}),
  },
];
