import fc from 'fast-check';
import { runs } from '../support/runs';
import { apply } from './apply';
import { program } from './program';
import { WORLD } from './random/arbitrary-world';
import { REGIONS } from './random/arbitrary-regions';
import { EDIT, edited } from './random/edits';
import { builder, valid, World } from './random/world';
import type { Build } from './rows/base';
import { regional } from './rows/region-parts';

/** What needs more than one deployment. */
const REFUSED: readonly RegExp[] = [/(?:path|display name) '.*' is used by apis/];

const SEED = fc.nat();

test('random edits of random programs converge', () => {
  fc.assert(
    fc.property(WORLD, fc.array(EDIT, { minLength: 1, maxLength: 4 }), SEED, (world, edits, seed) => {
      const [before, after] = [valid(world), valid(edited(world, edits))];
      // In one deployment, a name can neither pass to another type of resource nor change only in case.
      fc.pre(!isNamePassedOn(before, after));
      expectToConverge(builder(before), builder(after), seed, () => [
        ...linesOf(before),
        '  becomes',
        ...linesOf(after),
      ]);
    }),
    runs(40),
  );
}, 600_000);

test('random edits of regions converge', () => {
  fc.assert(
    fc.property(REGIONS, REGIONS, SEED, (before, after, seed) => {
      const lines = (): string[] => [JSON.stringify(before), '  becomes', JSON.stringify(after)];
      expectToConverge(regional(before), regional(after), seed, lines);
    }),
    runs(10),
  );
}, 600_000);

function expectToConverge(before: Build, after: Build, seed: number, lines: () => readonly string[]): void {
  const { refusals, faults } = apply(program(before), program(after), { seed });
  const all = [...refusals.filter((each) => !REFUSED.some((refusal) => refusal.test(each))), ...faults];
  if (all.length > 0) throw new Error([...all, ...lines()].join('\n'));
}

/**
 * Returns whether another type of resource takes a name, or a name changes only in case. A backend that gets a token keeps
 * its name, because its resource is moved.
 */
function isNamePassedOn(before: World, after: World): boolean {
  const now = ownersOf(after);
  return Object.entries(ownersOf(before)).some(([name, owner]) => {
    const next = now[name] as string | undefined;
    return next !== undefined && next !== owner && next !== owner.replace('azurerm', 'azapi');
  });
}

/** The type of resource that has each name of a backend or pool, with the name as it is written. */
function ownersOf({ backends, pools }: World): Readonly<Record<string, string>> {
  const typed = [
    ...Object.values(backends).map((each) => [each, each.hasToken ? 'azapi' : 'azurerm'] as const),
    ...Object.values(pools).map((each) => [each, 'pool'] as const),
  ];
  return Object.fromEntries(
    typed.map(([{ service, name }, type]) => [`${service}/${name}`.toLowerCase(), `${type} ${name}`]),
  );
}

/** One line for each construct. */
function linesOf({ backends, pools, apis }: World): string[] {
  const all = [backends, pools, apis].flatMap((each) => Object.entries(each) as [string, object][]);
  return all.map(([key, each]) => `  ${key} ${JSON.stringify(each)}`);
}
