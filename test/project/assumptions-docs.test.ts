import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Assumption, ASSUMPTIONS, assumptionsFor, DEFAULT_ASSUMPTIONS } from '../../lib/failover';
import { SCENARIO_SCHEMA, SIMULATOR_PAGE, withAssumptionFields, withAssumptions } from '../../scripts/assumptions-docs';
import { SimulationError } from '../../simulator';
import { readScenario } from '../../simulator/scenario/read-scenario';

const read = (name: string): string => readFileSync(join(__dirname, '../..', name), 'utf8');
const TABLE = Object.entries<Assumption<unknown>>(ASSUMPTIONS);

test('docs/simulator.md says of assumptions what the table says (npm run docs writes it)', () => {
  const page = read(SIMULATOR_PAGE);
  expect(page).toBe(withAssumptions(page));
  const part = page.slice(page.indexOf('<!-- assumptions -->'), page.indexOf('<!-- end -->'));
  expect([...part.matchAll(/^### (\w+)$/gm)].map(([, name]) => name)).toEqual(TABLE.map(([name]) => name));
  for (const [, { evidence, confidence }] of TABLE) {
    expect(part).toContain(`Evidence: ${evidence}\n`);
    expect(part).toContain(`**Confidence:** ${confidence === undefined ? 'not known' : `${confidence} %`}.`);
  }
});

test('so does the schema of scenarios', () => {
  const schema = read(SCENARIO_SCHEMA);
  expect(JSON.stringify(JSON.parse(schema))).toBe(JSON.stringify(JSON.parse(withAssumptionFields(schema))));
});

describe('a scenario', () => {
  const faultsOf = (assumptions: object): readonly string[] => {
    const requests = [{ at: 'PT0S', method: 'GET', path: '/' }];
    try {
      readScenario('s', JSON.stringify({ apiManagement: 'apim', requests, assumptions }));
      return [];
    } catch (error) {
      return (error as SimulationError).faults;
    }
  };

  test.each(TABLE)('may assume every value of %s, and no other kind', (name, { values }) => {
    for (const value of values) expect(faultsOf({ [name]: value })).toEqual([]);
    expect(faultsOf({ [name]: { other: 1 } })).toEqual([expect.stringMatching(/an object is not allowed; /)]);
    expect(faultsOf({ [name]: 'other' })).toEqual([expect.stringMatching(/"other" is not allowed; /)]);
  });

  test('may assume other numbers within their range', () => {
    expect(faultsOf({ units: 7, percentageMinimum: 20, longestRetryAfter: 0.5, noResponseStatus: 502 })).toEqual([]);
    expect(faultsOf({ units: 0, instancesPerUnit: 1.5, noResponseStatus: 600 })).toHaveLength(3);
  });
});

test('what is assumed for a service is what is given, and else the defaults; its instances follow from the SKU', () => {
  expect(assumptionsFor('unknown')).toEqual(DEFAULT_ASSUMPTIONS);
  const unitsOf = (skuName: string, given = {}): number => assumptionsFor(skuName, given).units;
  expect(
    ['Developer_1', 'Consumption_0', 'Basic_1', 'Premium_3', 'StandardV2_1', 'Premium'].map((sku) => unitsOf(sku)),
  ).toEqual([1, 1, 2, 6, 2, 2]);
  expect(unitsOf('Premium_3', { instancesPerUnit: 1 })).toBe(3);
  expect(unitsOf('Premium_3', { units: 5 })).toBe(5);
  expect(unitsOf('unknown', { instancesPerUnit: 4 })).toBe(1);
  expect(assumptionsFor('unknown', { failedForward: 'null' }).failedForward).toBe('null');
});
