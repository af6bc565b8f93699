import { deploymentOf } from '../../../simulator/deployment';
import { apiPolicy, backend } from './faults';

/** Returns why the policy is not known that selects a backend by id; the name of the only backend is given. */
function why(id: string, name: string): string | undefined {
  const resource = apiPolicy(`<policies><inbound><set-backend-service backend-id="${id}" /></inbound></policies>`, {
    ...backend({ name }),
    random_pet: { a: {}, b: {} },
  });
  const { services } = deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource }) }]);
  return services[0].apis[0].policy?.whyUnknown;
}

const NOT_KNOWN = /line 1, column \d+: whether backend-id is the name of a declared backend is not known$/;

describe('a backend whose name is not known', () => {
  test.each([
    ['${random_pet.a.id}', 'orders'],
    ['orders-${random_pet.a.id}', 'orders'],
    ['orders', '${random_pet.a.id}'],
    ['${random_pet.a.id}', '${random_pet.b.id}'],
  ])('%s can be %s', (id, name) => {
    expect(why(id, name)).toMatch(NOT_KNOWN);
  });

  test.each([
    ['orders', 'Orders'],
    ['${random_pet.a.id}', '${random_pet.a.id}'],
    ['missing', 'orders'],
    ['missing', 'orders-${random_pet.a.id}'],
  ])('%s, in place of %s, is known to exist or to be missing', (id, name) => {
    expect(why(id, name)).toBeUndefined();
  });
});
