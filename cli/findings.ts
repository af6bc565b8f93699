import type { Finding, FindingLevel } from '../lib/failover';
import { printable } from '../lib/messages';

/** What was found and what to change, without the code. */
export function messageOf({ message, remedy }: Finding): string {
  return `${message}. ${remedy}.`;
}

/** Findings for people, by the resource that they are about. */
export function formatFindingsText(findings: readonly Finding[]): string {
  const byResource = new Map<string, Finding[]>();
  for (const finding of findings) {
    byResource.set(finding.address, [...(byResource.get(finding.address) ?? []), finding]);
  }
  const sections = [...byResource].map(([address, found]) =>
    [address, ...[...found].sort(byWeight).flatMap(linesOf)].map((line) => `${printable(line)}\n`).join(''),
  );
  return [...sections, `${summary(findings)}\n`].join('\n');
}

export function formatFindingsJson(findings: readonly Finding[]): string {
  const plain = findings.map((finding) => ({
    code: finding.code,
    level: finding.level,
    message: messageOf(finding),
    resource: finding.address,
  }));
  return `${JSON.stringify({ findings: plain }, null, 2)}\n`;
}

const LEVELS: readonly FindingLevel[] = ['error', 'warning', 'note'];
const WIDEST_LEVEL = 7;

function byWeight(a: Finding, b: Finding): number {
  return LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level);
}

function linesOf({ level, code, message, remedy }: Finding): string[] {
  const head = `  ${level.padEnd(WIDEST_LEVEL)}  ${code}  `;
  return [`${head}${message}.`, `${' '.repeat(head.length)}${remedy}.`];
}

/** As in `3 findings: 1 error, 2 warnings`. */
function summary(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'no findings';
  const counts = LEVELS.map((level) => ({
    level,
    count: findings.filter((finding) => finding.level === level).length,
  }));
  const told = counts.filter(({ count }) => count > 0).map(({ level, count }) => counted(count, level));
  return `${counted(findings.length, 'finding')}: ${told.join(', ')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
