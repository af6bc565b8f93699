import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from '../simulator/deployment';
import { serviceNamed } from '../simulator/deployment/service-named';
import { unmetExpectations } from '../simulator/scenario/expectations';
import { formatTable } from '../simulator/scenario/format-table';
import { readScenario } from '../simulator/scenario/read-scenario';
import { runScenario } from '../simulator/scenario/run-scenario';
import { Scenario } from '../simulator/scenario/scenario';
import { RegionSettings } from '../settings';

const FILE = join(__dirname, '../scenarios/article.yaml');

/**
 * Runs the scenario of the article on a region of the main stack: its own function app fails, and the one of `other`
 * takes over.
 */
export async function runArticle(
  deployment: Deployment,
  region: RegionSettings,
  other: RegionSettings,
): Promise<{ readonly table: string; readonly unmet: number }> {
  const scenario = forRegion(readScenario(FILE, readFileSync(FILE, 'utf8')), region, other);
  const result = await runScenario(serviceNamed(deployment, scenario.apiManagement), scenario);
  const unmet = unmetExpectations(scenario.expect, result.exchanges);
  return { table: formatTable(scenario, result, unmet), unmet: unmet.length };
}

/** Returns the scenario with the names of the deployment. */
function forRegion(scenario: Scenario, region: RegionSettings, other: RegionSettings): Scenario {
  const [[local, behaviours]] = scenario.backends;
  const { name } = region.functionApp;
  return {
    ...scenario,
    apiManagement: region.apiManagement.name,
    backends: new Map([[name, behaviours]]),
    expect: scenario.expect.map((expectation) => ({
      ...expectation,
      backend: expectation.backend === local ? name : other.functionApp.name,
    })),
  };
}
