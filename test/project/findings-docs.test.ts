import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, FINDING_CODES } from '../../lib/failover';
import { FINDINGS_PAGE, withFindings } from '../../scripts/findings-docs';

const read = (name: string): string => readFileSync(join(__dirname, '../..', name), 'utf8');
const squeezed = (text: string): string => text.replace(/ +/g, ' ').replace(/-+/g, '-');

const document = read(FINDINGS_PAGE);

describe('docs/findings.md', () => {
  test('says of findings what the catalogue says (npm run docs writes it)', () => {
    expect(squeezed(document)).toBe(squeezed(withFindings(document)));
  });

  test('lists every code, with a link to its section', () => {
    const links = [...document.matchAll(/^\| \[(AF\d+)\]\((.*?)\) +\|/gm)].map(([, code, link]) => [code, link]);
    expect(links).toEqual(FINDING_CODES.map((code) => [code, `#${code.toLowerCase()}`]));
  });

  const sections = new Map(
    document
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
  );

  test('has a section for every code, in order, and no other', () => {
    expect([...sections.keys()]).toEqual(FINDING_CODES);
  });

  test.each(FINDING_CODES)('says of %s what it is and what to do, with an example between', (code) => {
    const parts = new RegExp(`<!-- finding ${code} -->[^]+?\`\`\`\\w+\n[^]+?\n\`\`\`\n[^]+?<!-- remedy ${code} -->`);
    expect(sections.get(code)).toMatch(parts);
  });
});

describe('what is written', () => {
  const written = (mark: string): string => withFindings(`<!-- ${mark} -->\n\nOUTDATED\n\n<!-- end -->\n`);

  test('is the heading with all levels, or what to do', () => {
    const { title, description, remedy } = CATALOGUE.AF004;
    expect(written('finding AF004')).toContain(`\n\n**Error or warning: ${title}.** ${description}\n\n<!-- end -->`);
    expect(written('remedy AF004')).toContain(`\n\nRemedy: ${remedy}\n\n<!-- end -->`);
    expect(written('findings')).toContain(`| [AF004](#af004) | error, warning | ${title} |`);
    for (const mark of ['finding AF004', 'remedy AF004', 'findings']) expect(written(mark)).not.toContain('OUTDATED');
  });

  test('is of codes that exist, and between their own marks alone', () => {
    expect(() => written('finding AF999')).toThrow('there is no finding AF999');
    expect(() => written('remedy toString')).toThrow('there is no finding toString');
    expect(written('props RetryModel')).toContain('OUTDATED');
  });
});
