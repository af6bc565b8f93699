import { findingsOf } from '../simulator/check';
import { deploymentOf } from '../simulator/deployment';
import { readSources } from '../simulator/deployment/sources';
import { formatFindingsJson, formatFindingsText } from './findings';
import { EXIT, type Io } from './io';

/** `apim-failover check`: prints what keeps failover from working. */
export async function check(path: string, format: FindingsFormat, io: Io): Promise<number> {
  const sources = readSources(path);
  const findings = await findingsOf(deploymentOf(sources));
  switch (format) {
    case 'text':
      io.stdout(formatFindingsText(findings));
      break;
    case 'json':
      io.stdout(formatFindingsJson(findings));
      break;
    case 'sarif': {
      const { formatSarif } = await import('./sarif');
      io.stdout(formatSarif(findings, sources, io.directory));
    }
  }
  return findings.some(({ level }) => level === 'error') ? EXIT.found : EXIT.fine;
}

export type FindingsFormat = 'text' | 'json' | 'sarif';
