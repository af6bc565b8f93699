import { FINDING_LEVELS, type FindingLevel } from '../lib/failover';
import { findingsOf } from '../simulator/check/findings-of';
import { deploymentOf } from '../simulator/deployment';
import { readSources } from '../simulator/deployment/sources';
import { formatFindingsJson, formatFindingsText } from './findings';
import { inputOf, type InputOptions } from './input-options';
import { EXIT, tellWarnings, type Io } from './io';

/** `apim-failover check`: reports what keeps failover from working. */
export async function check(path: string, { format, failOn, ...input }: CheckOptions, io: Io): Promise<number> {
  const given = inputOf(input);
  const sources = await readSources(path, given);
  const deployment = deploymentOf(sources, 'kept', given);
  const { warnings } = deployment;
  const findings = await findingsOf(deployment);
  tellWarnings(io, warnings);
  switch (format) {
    case 'text':
      io.stdout(formatFindingsText(findings));
      break;
    case 'json':
      io.stdout(formatFindingsJson(findings, warnings));
      break;
    case 'sarif': {
      const { formatSarif } = await import('./sarif');
      io.stdout(formatSarif(findings, warnings, sources, io.directory));
    }
  }
  return findings.some(({ level }) => isAtLeast(level, failOn)) ? EXIT.found : EXIT.fine;
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
