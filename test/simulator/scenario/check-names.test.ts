import { SimulationError } from '../../../simulator/common/simulation-error';
import type { DeployedService } from '../../../simulator/deployment/deployment';
import { serviceOf } from '../../../simulator/scenario/check-names';
import type { Scenario } from '../../../simulator/scenario/scenario';
import { requestAt, scenario } from './results';

const model = (name: string) => ({ address: name, name, service: { key: 'apim', skuName: 'Standard_1' } }) as const;
const [primary, secondary] = [model('func-primary'), model('func-secondary')];

const SERVICE: DeployedService = {
  address: 'apim',
  name: 'apim-primary-sdc-orfff',
  skuName: 'Standard_1',
  backends: [primary, secondary].map((backend) => ({ model: backend, url: 'unknown', headers: {}, query: {} })),
  pools: [{ model: { ...model('pool'), members: [{ backend: primary, priority: 1 }] } }],
  apis: [],
  products: [{ address: 'p', id: 'starter', displayName: 'Starter', apis: [] }],
  fragments: [],
  namedValues: [],
};

const DEPLOYMENT = { services: [SERVICE], declarations: [], warnings: [] };

describe('what a scenario names', () => {
  test('is found where the service has it', () => {
    const known = scenario({
      backends: new Map([['func-primary', []]]),
      hosts: new Map([['anything.example.com', []]]),
      requests: [requestAt(0), { ...requestAt(1), product: 'starter' }],
      expect: [
        { request: 1, backend: 'func-secondary' },
        { request: 0, backend: 'https://api.example.com' },
      ],
    });
    expect(serviceOf(known, DEPLOYMENT, 's.yaml')).toBe(SERVICE);
  });

  test.each<[string, Partial<Scenario>]>([
    [
      "apiManagement: no API Management service is named 'apim-x'; known: 'apim-primary-sdc-orfff'",
      { apiManagement: 'apim-x' },
    ],
    [
      "backends: no backend is named 'func-x'; known: 'func-primary', 'func-secondary'",
      { backends: new Map([['func-x', []]]) },
    ],
    ["backends: 'pool' is a pool; name its members instead: 'func-primary'", { backends: new Map([['pool', []]]) }],
    [
      "expect[0].backend: no backend is named 'func-x'; known: 'func-primary', 'func-secondary'",
      { expect: [{ request: 0, backend: 'func-x' }] },
    ],
    [
      "requests: no product has the id 'gold'; known: 'starter'",
      { requests: [1, 2].map((at) => ({ ...requestAt(at), product: 'gold' })) },
    ],
    ['expect[0].request: request 1 does not exist; the only request is 0', { expect: [{ request: 1, status: 200 }] }],
    [
      'expect[1].request: request 3 does not exist; requests are numbered from 0 to 2',
      {
        requests: [0, 1, 2].map(requestAt),
        expect: [
          { request: 2, status: 200 },
          { request: 3, status: 200 },
        ],
      },
    ],
  ])('%s', (fault, given) => {
    expect(() => serviceOf(scenario(given), DEPLOYMENT, 's.yaml')).toThrow(new SimulationError([`s.yaml: ${fault}`]));
  });
});
