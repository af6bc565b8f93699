import fc from 'fast-check';
import type { Region } from '../rows/region-parts';

const NAMES = ['a', 'b', 'c', 'd'];

const OWN = fc.record({
  hasApp: fc.boolean(),
  hasBackendName: fc.boolean(),
  resourceGroupName: fc.constantFrom('rg', 'rg', 'other'),
});

/** Two or three regions. Names, services, function apps and names of backends are each distributed. */
export const REGIONS: fc.Arbitrary<readonly Region[]> = fc
  .record({
    names: shuffled(),
    services: shuffled(),
    apps: shuffled(),
    backendNames: shuffled(),
    regions: fc.array(OWN, { minLength: 2, maxLength: 3 }),
  })
  .map(({ names, services, apps, backendNames, regions }) =>
    regions.map(({ hasApp, hasBackendName, resourceGroupName }, index): Region => ({
      name: names[index] ?? '',
      service: `apim-${services[index]}`,
      ...(hasApp && { functionApp: { name: `func-${apps[index]}`, resourceGroupName } }),
      ...(hasBackendName && { backendName: `backend-${backendNames[index]}` }),
    })),
  );

function shuffled(): fc.Arbitrary<string[]> {
  return fc.shuffledSubarray(NAMES, { minLength: NAMES.length });
}
