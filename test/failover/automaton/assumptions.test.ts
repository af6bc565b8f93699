import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Assumption, ASSUMPTIONS } from '../../../lib/failover';

const SOURCE = readFileSync(join(__dirname, '../../../lib/failover/automaton/gateway-assumptions.ts'), 'utf8');

/** The comment of a property, on one line. */
function commentOf(name: string): string {
  const before = SOURCE.slice(0, SOURCE.indexOf(`  readonly ${name}:`));
  const comment = before.slice(before.lastIndexOf('/**'));
  return comment
    .replace(/\s*\n\s*\*(?!\/) ?/g, ' ')
    .replace(/^\/\*\* | \s*\*\/\s*$/g, '')
    .trim();
}

test.each(Object.entries<Assumption<unknown>>(ASSUMPTIONS))(
  'the comment of %s is its title and its default',
  (name, { title, default: usual }) => {
    const shown = typeof usual === 'string' ? `'${usual}'` : String(usual);
    const derived = '- the units of the SKU multiplied by `instancesPerUnit`; 1 if the SKU is not known';
    expect(commentOf(name)).toBe(`${title} @default ${name === 'units' ? derived : shown}`);
  },
);

test('each assumption has a comment', () => {
  const names = [...SOURCE.matchAll(/^ {2}readonly (\w+):/gm)].map(([, name]) => name);
  expect(names).toEqual(Object.keys(ASSUMPTIONS));
});

test('the default is a possible value, and the first', () => {
  for (const { values, default: usual } of Object.values<Assumption<unknown>>(ASSUMPTIONS))
    expect(values[0]).toBe(usual);
});
