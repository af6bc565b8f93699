import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { POLICIES_PAGE, withPolicies } from '../../scripts/policies-docs';
import { POLICY_NAMES } from '../../simulator/common/policy-reference';

const read = (name: string): string => readFileSync(join(__dirname, '../..', name), 'utf8');
const squeezed = (text: string): string => text.replace(/ +/g, ' ').replace(/-+/g, '-');

const document = read(POLICIES_PAGE);

describe('docs/policies.md', () => {
  test('says of policies what the table says (npm run docs writes it)', () => {
    expect(squeezed(document)).toBe(squeezed(withPolicies(document)));
  });

  test('has a row for every policy of the reference', () => {
    const rows = [...document.matchAll(/^\| `([\w-]+)` +\| (simulated|recorded|refused) /gm)].map(([, name]) => name);
    expect(rows).toEqual(POLICY_NAMES);
  });
});

test('what stood between the marks is replaced', () => {
  const written = withPolicies('a\n\n<!-- policies -->\n\nOUTDATED\n\n<!-- end -->\n\nb');
  expect(written).toMatch(/^a\n\n<!-- policies -->\n\n\| Policy [^]*\n\n<!-- end -->\n\nb$/);
  expect(written).not.toContain('OUTDATED');
});
