import { type Finding, FINDING_LEVELS, type FindingLevel } from '../lib/failover';
import { findingsOf } from '../simulator/check/findings-of';
import { deploymentOf, placeOf, type SourceFile } from '../simulator/deployment';
import { SimulationError } from '../simulator/common/simulation-error';
import { isPolicyFile, readPolicyFile } from '../simulator/deployment/sources/policy-file';
import { readSources } from '../simulator/deployment/sources/sources';
import { formatFindingsJson, formatFindingsText } from './findings';
import { inputOf, type InputOptions } from './input-options';
import type { Locate } from './locate';
import { EXIT, tellWarnings, type Io } from './io';

/** `apim-failover check`: reports what keeps failover from working. */
export async function check(path: string, options: CheckOptions, io: Io): Promise<number> {
  const { findings, warnings, sources, locate } = isPolicyFile(path)
    ? await checkPolicies(path, options)
    : await checkDeployment(path, options);
  const { format, failOn } = options;
  tellWarnings(io, warnings);
  switch (format) {
    case 'text':
      io.stdout(formatFindingsText(findings, locate, warnings));
      break;
    case 'json':
      io.stdout(formatFindingsJson(findings, warnings, locate));
      break;
    case 'sarif': {
      const { formatSarif } = await import('./sarif');
      io.stdout(formatSarif(findings, warnings, sources, io.directory, locate));
    }
  }
  return findings.some(({ level }) => isAtLeast(level, failOn)) ? EXIT.found : EXIT.fine;
}

interface Checked {
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  /** The files that the findings are about. */
  readonly sources: readonly SourceFile[];
  readonly locate?: Locate;
}

async function checkDeployment(path: string, options: InputOptions): Promise<Checked> {
  const input = inputOf(options);
  const sources = await readSources(path, input);
  const deployment = deploymentOf(sources, 'check', input);
  const { warnings, places } = deployment;
  const locate = places && ((finding: Finding) => placeOf(finding, places));
  return { findings: await findingsOf(deployment), warnings, sources, locate };
}

async function checkPolicies(path: string, options: InputOptions): Promise<Checked> {
  refuseInputOptions(path, options);
  const { findingsOfSnippet } = await import('../simulator/check/snippet');
  const findings = await findingsOfSnippet(path, readPolicyFile(path));
  return { findings, warnings: [], sources: [{ name: path, json: '' }] };
}

/** A policy has neither variables nor parameters. */
function refuseInputOptions(path: string, { var: variables = {}, varFile = [], parameters }: InputOptions): void {
  const given = [
    ...Object.keys(variables).map((name) => `--var ${name}`),
    ...varFile.map((file) => `--var-file ${file}`),
    ...(parameters === undefined ? [] : [`--parameters ${parameters}`]),
  ];
  if (given.length === 0) return;
  throw new SimulationError(
    given.map((option) => `${option}: ${path} is a policy, which has no variables or parameters`),
  );
}

export interface CheckOptions extends InputOptions {
  readonly format: FindingsFormat;
  /** The lowest level that makes the command exit with 1. */
  readonly failOn: FindingLevel;
}

type FindingsFormat = 'text' | 'json' | 'sarif';

function isAtLeast(level: FindingLevel, least: FindingLevel): boolean {
  return FINDING_LEVELS.indexOf(level) <= FINDING_LEVELS.indexOf(least);
}
