import fc from 'fast-check';
import { runs } from '../support/runs';
import { apply } from './apply';
import { program } from './program';
import { WORLD } from './random/arbitrary-world';
import { EDIT, edited } from './random/edits';
import { builder, valid, World } from './random/world';

/** Why random edits do not converge yet. An edit with such a fault is not judged. */
const KNOWN: readonly RegExp[] = [
  /(?:path|display name) '.*' is used by apis/,
];

test('random edits of random programs converge', () => {
  const seed = fc.nat();
  fc.assert(
    fc.property(WORLD, fc.array(EDIT, { minLength: 1, maxLength: 4 }), seed, (world, edits, order) => {
      const [before, after] = [valid(world), valid(edited(world, edits))];
      const { faults } = apply(program(builder(before)), program(builder(after)), order);
      if (faults.length === 0 || faults.some((fault) => KNOWN.some((known) => known.test(fault)))) return;
      throw new Error([...faults, 'before:', shown(before), 'after:', shown(after)].join('\n'));
    }),
    runs(60),
  );
}, 600_000);

/** One line for each construct and operation. */
function shown({ backends, pools, apis }: World): string {
  const lines = [backends, pools, apis].flatMap((all) => Object.entries(all) as [string, object][]);
  return lines.map(([key, each]) => `  ${key} ${JSON.stringify(each)}`).join('\n');
}
