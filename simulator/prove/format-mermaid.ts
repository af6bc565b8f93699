import type { Deployment } from '../deployment';
import { formatMermaid } from '../scenario/format-mermaid';
import { readScenario } from '../scenario/read-scenario';
import { runScenario } from '../scenario/run-scenario';
import type { ScenarioFile } from '../scenario/scenario-file';
import { ProofReport } from './proof-report';

/** The first failure that is not survived, as a sequence diagram; a note where every one is. */
export async function formatProofMermaid({ guarantees }: ProofReport, deployment: Deployment): Promise<string> {
  const scenario = guarantees.find(({ counterexample }) => counterexample)?.counterexample;
  return scenario
    ? diagramOf(scenario, deployment)
    : 'sequenceDiagram\n  participant client\n  note over client: Every failure that leaves a backend healthy is survived.\n';
}

async function diagramOf(file: ScenarioFile, deployment: Deployment): Promise<string> {
  const scenario = readScenario('the counterexample', JSON.stringify(file));
  return formatMermaid(scenario, await runScenario(deployment, scenario));
}
