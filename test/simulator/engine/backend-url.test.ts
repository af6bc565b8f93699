import type { DeployedService } from '../../../simulator/deployment';
import { nameOfService, urlElsewhere, urlOfGateway } from '../../../simulator/engine/backend-url';

test.each([
  ['Orders_EU', 'https://orders-eu.invalid'],
  ['orders-${random_pet.b["west 1"].id}', 'https://orders---random-pet.b--west-1--.id-.invalid'],
])('the URL of %s can be read', (name, url) => {
  expect(urlElsewhere(name)).toBe(url);
  expect(new URL(url).href).toBe(`${url}/`);
});

test.each([
  ['Apim', 'Apim', 'https://apim.azure-api.net'],
  ['apim/workspaces/team', 'apim', 'https://apim.azure-api.net'],
  ['${random_pet.b["west"].id}', '${random_pet.b["west"].id}', 'https://--random-pet.b--west--.id-.azure-api.net'],
])('the gateway of %s', (name, service, url) => {
  const one = { name } as DeployedService;
  expect([nameOfService(one), urlOfGateway(one)]).toEqual([service, url]);
  expect(new URL(url).href).toBe(`${url}/`);
});
