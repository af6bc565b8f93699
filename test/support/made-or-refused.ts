import { Testing } from 'cdktf';
import fc from 'fast-check';
import { validate } from './accepted-by-azure';
import { Props, World } from './props';
import { Block } from './terraform-json';

export const RUNS = 40;
const PATH = 'main/Thing';

/** Makes a construct of a recipe for its props; what it makes is looked through, with what was asked for. */
export function check(
  shape: fc.Arbitrary<Props>,
  make: (world: World, props: unknown) => void,
  expected: (props: Props['props'], json: Block) => void = () => undefined,
): void {
  const outcomes = { made: 0, refused: 0 };
  fc.assert(
    fc.property(shape, ({ props, spoiled }) => {
      const world = new World();
      try {
        make(world, world.make(props));
      } catch (error) {
        expectRefusal(error, spoiled);
        outcomes.refused++;
        return;
      }
      const json = synthesized(world);
      if (!json) return;
      validate(json);
      expected(props, json);
      outcomes.made++;
    }),
    { numRuns: RUNS },
  );
  // Neither way is the only one that was looked at.
  expect(outcomes.made).toBeGreaterThan(0);
  expect(outcomes.refused).toBeGreaterThan(0);
}

/** What can be at fault because of another: named values are called after their backend, policies need a retry. */
const RELATED: Readonly<Record<string, readonly string[]>> = {
  name: ['credentials'],
  retry: ['policies'],
  poolName: ['regions'],
};

/** One error of ours, that says where it is, and blames nothing but what was spoiled. */
export function expectRefusal(error: unknown, spoiled: readonly string[]): void {
  if (!(error instanceof Error)) throw new Error('what was thrown is no Error');
  const { message } = error;
  if (
    error.constructor !== Error ||
    !message.startsWith(`${PATH}: `) ||
    /undefined is not|Cannot read|TfToken/.test(message)
  ) {
    throw error;
  }
  const faults = message.slice(PATH.length + 2).split('\n  ');
  const named = faults.filter((fault) => !/^(?:\d+ errors|\.\.\. and \d+ more like it)$/.test(fault));
  const allowed = spoiled.flatMap((name) => [name, ...(RELATED[name] ?? [])]);
  for (const fault of named) {
    const where = /^(\w+)(?:[.[\w\]]*): ./.exec(fault)?.[1] ?? '';
    if (!allowed.includes(where)) throw new Error(`blamed without a reason (spoiled: ${spoiled.join()}): ${message}`);
  }
}

/** What Terraform is given, unless a check of the whole stack fails, with its code or the construct's path. */
export function synthesized({ stack }: World): Block | undefined {
  let text: string;
  try {
    text = Testing.synth(stack, true);
  } catch (error) {
    if (!(error instanceof Error) || error.constructor !== Error || error.message.includes('TfToken')) throw error;
    const faults = error.message.split('\n').filter((line) => line.startsWith('  ['));
    if (faults.length === 0 || !faults.every((line) => /\bAF\d{3}\b/.test(line) || line.includes(PATH))) throw error;
    return undefined;
  }
  return JSON.parse(text) as Block;
}
