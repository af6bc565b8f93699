import { printable } from '../../lib/messages';
import type { Deployment } from '../deployment';
import { serviceNamed } from '../deployment/service-named';
import { formatMermaid } from '../scenario/format-mermaid';
import { readScenario } from '../scenario/read-scenario';
import { runScenario } from '../scenario/run-scenario';
import type { ScenarioFile } from '../scenario/scenario-file';
import { gapLines, summaryOf } from './proof-notes';
import type { ProofReport } from './proof-report';

/**
 * Formats the first failure that is not survived as a sequence diagram, or a note if every failure is survived. Gaps
 * become comments.
 */
export async function formatProofMermaid(report: ProofReport, deployment: Deployment): Promise<string> {
  const scenario = report.guarantees.find(({ counterexample }) => counterexample)?.counterexample;
  const [summary] = summaryOf(report, {});
  const diagram = scenario
    ? await diagramOf(scenario, deployment)
    : `sequenceDiagram\n    participant client as Client\n    Note over client: ${summary}\n`;
  return (
    diagram +
    gapLines(report)
      .map((line) => `    %% ${printable(line.trim())}\n`)
      .join('')
  );
}

/** Returns the sequence diagram of a scenario. */
export async function diagramOf(file: ScenarioFile, deployment: Deployment): Promise<string> {
  const scenario = readScenario('the scenario', JSON.stringify(file));
  return formatMermaid(scenario, await runScenario(serviceNamed(deployment, scenario.apiManagement), scenario));
}
