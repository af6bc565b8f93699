import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../cli/rules';
import { FINDING_LEVELS, type FindingCode } from '../../lib/failover';
import { ROOT } from './terminal';

const document = readFileSync(join(ROOT, 'docs/findings.md'), 'utf8');
const sections = new Map(
  document
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
);
const codes = Object.keys(FINDING_LEVELS) as FindingCode[];

describe('docs/findings.md', () => {
  test('has a section for every code, in order, and no other', () => {
    expect([...sections.keys()]).toEqual(codes);
  });

  test.each(codes)('says of %s what it is, why it matters, and what to do, with an example', (code) => {
    const section = sections.get(code)?.replaceAll('`', '') ?? '';
    const heading = `**${FINDING_LEVELS[code]}: ${RULES[code].title}.** `;
    expect(section.toLowerCase()).toContain(heading.toLowerCase());
    expect(section).toMatch(/\n\nWhy it matters: .+\.\n/);
    expect(section).toMatch(/\n(?:json|xml)\n[^]+?\n\n/);
    expect(section).toMatch(/\n\nRemedy: .+\.\n/);
  });

  test.each(codes)('lists %s with its level', (code) => {
    expect(document).toMatch(
      new RegExp(`^\\| \\[${code}\\]\\(#${code.toLowerCase()}\\) \\| ${FINDING_LEVELS[code]} +\\| `, 'm'),
    );
  });
});
