import { counted, type Finding, FINDING_LEVELS, grouped } from '../lib/failover';
import { printable } from '../lib/messages';
import type { Locate } from './locate';

/** Returns the message and the remedy of a finding, without its code. */
export function messageOf({ message, remedy }: Finding): string {
  return `${message}. ${remedy}.`;
}

/**
 * Formats findings as text, grouped by place.
 *
 * @param warnings - printed elsewhere: without findings, the summary refers to them
 */
export function formatFindingsText(
  findings: readonly Finding[],
  locate?: Locate,
  warnings: readonly string[] = [],
): string {
  const sections = [...grouped(findings, (each) => headingOf(each, locate))].map(([heading, found]) =>
    [heading, ...repeated([...found].sort(byWeight)).flatMap(linesOf)].map((line) => `${printable(line)}\n`).join(''),
  );
  return [...sections, `${summary(findings, warnings)}\n`].join('\n');
}

/** For example, `azurerm_api_management_backend.orders (main.tf:12)`. */
function headingOf(finding: Finding, locate?: Locate): string {
  const { file, line, column } = locate?.(finding) ?? {};
  if (file === undefined) return finding.address;
  return `${finding.address} (${file}:${line}${column === undefined ? '' : `:${column}`})`;
}

export function formatFindingsJson(findings: readonly Finding[], warnings: readonly string[], locate?: Locate): string {
  const plain = findings.map((finding) => ({
    code: finding.code,
    level: finding.level,
    message: messageOf(finding),
    resource: finding.address,
    ...(locate?.(finding) ?? { line: finding.line, column: finding.column }),
  }));
  return `${JSON.stringify({ findings: plain, warnings }, null, 2)}\n`;
}

const WIDEST_LEVEL = 7;

function byWeight(a: Finding, b: Finding): number {
  return FINDING_LEVELS.indexOf(a.level) - FINDING_LEVELS.indexOf(b.level);
}

/** Groups the findings of a resource by code and remedy, so that a shared remedy is printed once. */
function repeated(findings: readonly Finding[]): Finding[][] {
  return [...grouped(findings, ({ level, code, remedy }) => `${level} ${code} ${remedy}`).values()];
}

function linesOf(group: readonly Finding[]): string[] {
  const [{ level, code, remedy }] = group;
  const head = `  ${level.padEnd(WIDEST_LEVEL)}  ${code}  `;
  const texts = [...group.map(({ message }) => message), remedy];
  return texts.map((text, index) => `${index === 0 ? head : ' '.repeat(head.length)}${text}.`);
}

/** For example, `3 findings: 1 error, 2 warnings`. */
function summary(findings: readonly Finding[], warnings: readonly string[]): string {
  if (findings.length === 0) return warnings.length === 0 ? 'no findings' : 'no findings; see the warnings';
  const counts = FINDING_LEVELS.map((level) => ({
    level,
    count: findings.filter((finding) => finding.level === level).length,
  }));
  const shown = counts.filter(({ count }) => count > 0).map(({ level, count }) => counted(count, level));
  return `${counted(findings.length, 'finding')}: ${shown.join(', ')}`;
}
