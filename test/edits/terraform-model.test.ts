import fc from 'fast-check';
import { runs } from '../support/runs';
import { applied, effective, NOTHING, order, plan, readConfiguration } from '../support/terraform';
import { RealPlan, RealTerraform } from '../support/terraform/real-terraform';

const isInstalled = RealTerraform.isInstalled();
if (!isInstalled) console.warn('terraform is not installed: the model of it is not compared with it');
(isInstalled ? describe : describe.skip)('the model of Terraform, compared with Terraform', () => {
  let terraform: RealTerraform;
  beforeAll(() => {
    terraform = new RealTerraform();
  });
  afterAll(() => terraform.remove());

  test('actions and their order in random programs', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(PROGRAM, PROGRAM), { minLength: 1, maxLength: 8, size: 'max' }), (edits) => {
        // To be fast, all edits are one, except those for which Terraform only reports a cycle.
        const isCycle = ([before, after]: Edit): boolean => modelled(json([before]), json([after])) === 'a cycle';
        const separate = edits.filter(isCycle);
        const together = edits.filter((edit) => !isCycle(edit));
        for (const all of [together, ...separate.map((edit) => [edit])]) {
          const [before, after] = [json(all.map((edit) => edit[0])), json(all.map((edit) => edit[1]))];
          terraform.reset();
          terraform.apply(before);
          expect(modelled(before, after)).toEqual(comparable(terraform.plan(after)));
        }
      }),
      runs(8),
    );
  }, 600_000);
});

type Edit = readonly [before: Program, after: Program];

/** What the model and Terraform both report about an edit. */
type Comparable =
  | 'a cycle'
  | {
      readonly actions: Readonly<Record<string, string>>;
      /** `later > earlier`, among the steps that change something. */
      readonly order: readonly string[];
    };

function modelled(before: string, after: string): Comparable {
  const state = applied(plan(NOTHING, readConfiguration(before)));
  const planned = plan(state, readConfiguration(after));
  const { before: waits, cycle } = order(planned);
  if (cycle.length > 0) return 'a cycle';
  return {
    actions: Object.fromEntries(effective(planned).map(({ address, action }) => [address, action])),
    order: pairs([...waits.keys()], (key) => waits.get(key) ?? new Set()),
  };
}

function comparable(real: RealPlan | undefined): Comparable {
  if (!real) return 'a cycle';
  const { actions, graph } = real;
  const changes = Object.entries(actions).filter(([, action]) => action !== 'no-op');
  const steps = changes.flatMap(([address, action]) => [
    ...(action === 'delete' ? [] : [address]),
    ...(action.includes('delete') ? [`${address} (destroy)`] : []),
  ]);
  return {
    actions: Object.fromEntries(changes),
    order: pairs(steps, (step) => graph.ancestors(step)),
  };
}

function pairs(steps: readonly string[], earlier: (step: string) => ReadonlySet<string>): string[] {
  return steps
    .flatMap((step) => [...earlier(step)].filter((each) => steps.includes(each)).map((each) => `${step} > ${each}`))
    .sort();
}

/** How a resource refers to another. */
const HOW = [
  ...(['depends_on', 'input id', 'input output', 'triggers id', 'triggers output', 'local'] as const),
  ...(['replaced by id', 'replaced by output', 'replaced by any'] as const),
] as const;

interface Resource {
  readonly input: string | null;
  readonly triggers: string | null;
  readonly createBeforeDestroy: boolean;
  /** The position in the order in which resources may refer to those before them. */
  readonly rank: number;
  readonly isMoved: boolean;
  /** By the name of another resource. */
  readonly uses: Readonly<Record<string, (typeof HOW)[number]>>;
}

type Program = Readonly<Record<string, Resource>>;

const NAME = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const VALUE = fc.constantFrom(null, '1', '1', '2');

const RESOURCE: fc.Arbitrary<Resource> = fc.record({
  input: VALUE,
  triggers: VALUE,
  createBeforeDestroy: fc.nat(4).map((number) => number === 0),
  rank: fc.nat(20),
  isMoved: fc.nat(9).map((number) => number === 0),
  uses: fc.dictionary(NAME, fc.constantFrom(...HOW), { maxKeys: 3 }),
});

const PROGRAM: fc.Arbitrary<Program> = fc.dictionary(NAME, RESOURCE, { maxKeys: 7 });

/** The programs as one stack. */
function json(programs: readonly Program[]): string {
  const blocks = programs.map((program, index) => blocksOf(program, `p${index}_`));
  const merged = (of: (each: Blocks) => object): object => Object.assign({}, ...blocks.map(of)) as object;
  // A stack cannot be empty.
  const resources = { always: {}, ...merged((each) => each.resources) };
  const locals = merged((each) => each.locals);
  return JSON.stringify({
    resource: { terraform_data: resources },
    locals,
    moved: blocks.flatMap(({ moved }) => moved),
  });
}

interface Blocks {
  readonly resources: object;
  readonly locals: object;
  readonly moved: readonly object[];
}

function blocksOf(program: Program, prefix: string): Blocks {
  const entries = Object.entries(program);
  // In the first program, the block has nothing to move.
  const nameOf = (name: string): string => `${prefix}${name}${program[name]?.isMoved ? '_new' : ''}`;
  const isBefore = (one: string, other: string): boolean => {
    const [a, b] = [program[one], program[other]];
    return a !== undefined && b !== undefined && (a.rank < b.rank || (a.rank === b.rank && one < other));
  };
  const locals: Record<string, string> = {};
  const resources = entries.map(([name, { input, triggers, createBeforeDestroy, uses }]) => {
    const inputs = [input];
    const allTriggers = [triggers];
    const dependsOn: string[] = [];
    const replacedBy: string[] = [];
    for (const [other, how] of Object.entries(uses)) {
      if (!isBefore(other, name)) continue;
      const address = `terraform_data.${nameOf(other)}`;
      if (how === 'depends_on') dependsOn.push(address);
      if (how === 'input id') inputs.push(`\${${address}.id}`);
      if (how === 'input output') inputs.push(`\${${address}.output}`);
      if (how === 'triggers id') allTriggers.push(`\${${address}.id}`);
      if (how === 'triggers output') allTriggers.push(`\${${address}.output}`);
      if (how === 'replaced by id') replacedBy.push(`${address}.id`);
      if (how === 'replaced by output') replacedBy.push(`${address}.output`);
      if (how === 'replaced by any') replacedBy.push(address);
      if (how === 'local') {
        locals[`${prefix}of_${name}`] = `\${${address}.id}`;
        inputs.push(`\${local.${prefix}of_${name}}`);
      }
    }
    const block = {
      input: inputs.length > 1 ? inputs : inputs[0],
      triggers_replace: allTriggers.length > 1 ? allTriggers : allTriggers[0],
      depends_on: dependsOn,
      lifecycle: { create_before_destroy: createBeforeDestroy, replace_triggered_by: replacedBy },
    };
    return [nameOf(name), block] as const;
  });
  const moved = entries
    .filter(([, { isMoved }]) => isMoved)
    .map(([name]) => ({ from: `terraform_data.${prefix}${name}`, to: `terraform_data.${nameOf(name)}` }));
  return { resources: Object.fromEntries(resources), locals, moved };
}
