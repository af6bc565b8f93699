import { readDeployment } from '../simulator/deployment';
import { firstLines } from '../simulator/common/listing';
import { readFile } from '../simulator/common/read-file';
import type { SimulationResult } from '../simulator/engine/results';
import { serviceOf } from '../simulator/scenario/check-names';
import { unmetExpectations } from '../simulator/scenario/expectations';
import { formatJson } from '../simulator/scenario/format-json';
import { formatMermaid } from '../simulator/scenario/format-mermaid';
import { formatTable } from '../simulator/scenario/format-table';
import { LARGEST_SCENARIO, readScenario } from '../simulator/scenario/read-scenario';
import { runScenario } from '../simulator/scenario/run-scenario';
import type { Scenario } from '../simulator/scenario/scenario';
import { inputOf, type InputOptions } from './input-options';
import { EXIT, tellFault, tellWarnings, type Io } from './io';
import { unroutedLines } from './unrouted';

/** `apim-failover simulate`: reports the results of the requests of a scenario. */
export async function simulate(path: string, options: SimulateOptions, io: Io): Promise<number> {
  const { scenario: file, format } = options;
  const scenario = readScenario(file, readFile(file, LARGEST_SCENARIO).toString());
  const deployment = await readDeployment(path, inputOf(options));
  tellWarnings(io, deployment.warnings);
  const service = serviceOf(scenario, deployment, file);
  const result = await runScenario(service, scenario);
  const unmet = unmetExpectations(scenario.expect, result.exchanges);
  for (const part of formatted(format, scenario, result, unmet)) io.stdout(part);
  for (const line of unroutedLines(scenario, service)) tellFault(io, `${file}: ${line}`);
  // The table includes them.
  if (format !== 'table') for (const line of firstLines(unmet)) tellFault(io, line);
  return unmet.length > 0 ? EXIT.found : EXIT.fine;
}

/** The options of `apim-failover simulate`. */
export interface SimulateOptions extends InputOptions {
  /** The path of the scenario. */
  readonly scenario: string;
  readonly format: SimulationFormat;
}

type SimulationFormat = 'table' | 'json' | 'mermaid';

function formatted(
  format: SimulationFormat,
  scenario: Scenario,
  result: SimulationResult,
  unmet: readonly string[],
): Iterable<string> {
  switch (format) {
    case 'table':
      return [formatTable(scenario, result, unmet)];
    case 'json':
      return formatJson(result);
    case 'mermaid':
      return [formatMermaid(scenario, result)];
  }
}
