import { Token } from 'cdktf';
import { BackendCredentials, RegionalFailover } from '../../lib';
import { apiManagement, refusal, refuses, regional, regions, SERVICE_NEEDED, stack, URL_ALLOWED } from './constructs';

describe('RegionalFailover', () => {
  refuses([
    ['no regions', () => regional({ regions: undefined }), 'regions: 0 regions; at least two are required'],
    [
      'one region',
      () => regional({ regions: (regions() as unknown[]).slice(1) }),
      'regions: 1 region; at least two are required',
    ],
    ['a region for regions', () => regional({ regions: { name: 'north' } }), 'regions: an object; a list is needed'],
    [
      'no name',
      () => regional({ regions: regions({ name: undefined }) }),
      'regions[0].name: undefined; 1 to 60 letters, digits and hyphens are allowed, with no hyphen at the start or end',
    ],
    [
      'a name twice',
      () => regional({ regions: regions({}, { name: 'North' }) }),
      'regions[1].name: "North"; each is allowed once',
    ],
    [
      'no service',
      () => regional({ regions: regions({ apiManagement: undefined }) }),
      `regions[0].apiManagement: undefined; ${SERVICE_NEEDED}`,
    ],
    [
      'a service twice',
      () => regional({ regions: regions({}, { apiManagement }) }),
      'regions[1].apiManagement: "apim"; each region needs its own service; for one service in several regions, use regionalPools of FailoverApi',
    ],
    [
      'nothing that answers',
      () => regional({ regions: regions({ url: undefined }) }),
      'regions[0]: neither functionApp nor url; exactly one of them is needed',
    ],
    [
      'a URL that is none',
      () => regional({ regions: regions({}, { url: 'west' }) }),
      `regions[1].url: a string of 4 characters; ${URL_ALLOWED}`,
    ],
    [
      'a backend named like the pool',
      () => regional({ poolName: 'west' }),
      'regions[1].backendName: "west"; each name is allowed once and must differ from poolName',
    ],
    [
      'all regions drained',
      () => regional({ regions: regions({ drained: true }, { drained: true }) }),
      "regions: 'north' and 'west' are drained; at least one region must not be drained",
    ],
    [
      'a text for drained',
      () => regional({ regions: regions({ drained: 'true' }) }),
      'regions[0].drained: "true"; true or false is allowed',
    ],
    [
      'a token for drained',
      () => regional({ regions: regions({}, { drained: Token.asAny('${var.drained}') }) }),
      'regions[1].drained: a token, whose value is known only after deployment; true or false is needed',
    ],
    [
      'a text of a token for drained',
      () => regional({ regions: regions({}, { drained: Token.asString({ resolve: () => 'x' }) }) }),
      'regions[1].drained: a token, whose value is known only after deployment; true or false is needed',
    ],
    ['a rule that is none', () => regional({ circuitBreaker: 3 }), 'circuitBreaker: 3; a CircuitBreakerRule is needed'],
    [
      'an option of its API',
      () => regional({ retry: { count: 51 } }),
      'retry.count: 51; a whole number from 0 to 50 is allowed',
    ],
    [
      'no props',
      () => new RegionalFailover(stack, 'Thing', undefined as never),
      'props: undefined; an object is needed',
    ],
  ]);

  test('several errors at once', () => {
    const both = { functionApp: { name: 'a_b' }, credentials: [BackendCredentials.header('', 'a')] };
    const inbound = '<set-backend-service backend-id="south" />';
    expect(refusal(() => regional({ path: '/', regions: regions({ name: 'a b' }, both), policies: { inbound } })))
      .toMatchInlineSnapshot(`
     "main/Thing: 8 errors
       path: "/"; up to 400 letters, digits and - _ . : / are allowed, with no slash at the start or end
       regions[0].name: "a b"; 1 to 60 letters, digits and hyphens are allowed, with no hyphen at the start or end
       regions[1]: both functionApp and url; exactly one of them is needed
       regions[1].functionApp.name: "a_b"; 1 to 60 letters, digits and hyphens are allowed, with no hyphen at the start or end
       regions[1].functionApp.resourceGroupName: undefined; 1 to 90 letters, digits, underscores, hyphens, periods and parentheses are allowed, with no period at the end
       regions[1].credentials[0].name: an empty string; an HTTP header name of up to 256 characters is allowed
       policies: AF008 the policies name the backend 'south', which apim does not have; declared so far: 'load-balanced-pool', 'a b', 'a_b' (if it is deployed elsewhere, declare it with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)
       policies: AF008 the policies name the backend 'south', which other does not have; declared so far: 'load-balanced-pool', 'a b', 'a_b' (if it is deployed elsewhere, declare it with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)"
    `);
  });

  test('the host key of a region beside its credentials, which replace it', () => {
    const functionApp = { name: 'app', resourceGroupName: 'rg', keyName: 'other' };
    const credentials = [BackendCredentials.header('x', 'y')];
    expect(refusal(() => regional({ regions: regions({}, { url: undefined, functionApp, credentials }) }))).toBe(
      'main/Thing: regions[1].functionApp.keyName: credentials are also set; keyName is allowed only without credentials',
    );
  });

  test('its policies may name its backends and its pool, before they are made', () => {
    const inbound = '<set-backend-service backend-id="west" /><set-backend-service backend-id="load-balanced-pool" />';
    expect(() => regional({ policies: { inbound } })).not.toThrow();
  });
});
