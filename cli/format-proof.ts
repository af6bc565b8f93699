import type { ProvedDeployment } from '../simulator/prove/change-diagrams';
import type { Comparison } from '../simulator/prove/comparison';
import type { ProofReport } from '../simulator/prove/proof-report';

export type ProofFormat = 'table' | 'json' | 'markdown' | 'mermaid';

/** A deployment with its proof and report. */
export interface Proved extends ProvedDeployment {
  readonly report: ProofReport;
}

/** An earlier proof, and what changed since. */
export interface Earlier {
  readonly proved: Proved;
  readonly comparison: Comparison;
}

/**
 * Returns the output of `apim-failover prove`.
 *
 * @param budget seconds
 * @param before the earlier proof to compare with
 */
export async function formatProof(
  proved: Proved,
  format: ProofFormat,
  budget: number | undefined,
  before: Earlier | undefined,
): Promise<string> {
  const { report, deployment } = proved;
  const against = before?.comparison;
  switch (format) {
    case 'json':
      return `${JSON.stringify({ ...report, ...(against && { against }) }, null, 2)}\n`;
    case 'mermaid': {
      const { formatProofMermaid } = await import('../simulator/prove/format-mermaid');
      return formatProofMermaid(report, deployment);
    }
    case 'markdown': {
      const { formatProofMarkdown } = await import('../simulator/prove/format-markdown');
      const { drawChange } = await import('../simulator/prove/change-diagrams');
      const earlier = before && {
        report: before.proved.report,
        comparison: before.comparison,
        drawn: await drawChange(before.comparison, before.proved, proved),
      };
      return formatProofMarkdown(report, { budget }, earlier);
    }
    case 'table': {
      const { formatProofText } = await import('../simulator/prove/format-text');
      return formatProofText(report, { budget, against });
    }
  }
}
