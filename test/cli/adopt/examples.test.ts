import { type TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { AiSpillOverStack } from '../../../examples/ai-spill-over/main';
import { ArticleStack } from '../../../examples/article/main';
import { BlueGreenStack } from '../../../examples/blue-green/main';
import { ExistingApisStack } from '../../../examples/existing-apis/main';
import { MaintenanceStack } from '../../../examples/maintenance/main';
import { MultiRegionPremiumStack } from '../../../examples/multi-region-premium/main';
import { WeightedStack } from '../../../examples/weighted/main';
import { terminal } from '../terminal';
import { type Adopted, adopted, bothOf, styleFaults, typeFaults } from './adopted';
import { comparable } from './comparable';

const EXAMPLES: readonly (new (scope: Construct) => TerraformStack)[] = [
  ...[AiSpillOverStack, ArticleStack, BlueGreenStack, ExistingApisStack, MaintenanceStack, MultiRegionPremiumStack],
  WeightedStack,
];

const all = new Map<string, Adopted>();

describe.each(EXAMPLES.map((Stack) => [Stack.name, Stack] as const))('%s', (name, Stack) => {
  test('is adopted without a change', async () => {
    const one = await adopted(Testing.synth(new Stack(Testing.app())));
    all.set(name, one);
    expect(one.stdout).not.toContain('escape hatch');
    expect(one.stdout).not.toContain('without a construct');
    const [before, after] = (await bothOf(one)).map(comparable);
    expect(after).toEqual(before);
  });
});

test('the programs compile, and have the style of prettier', () => {
  expect(typeFaults([...all.values()])).toEqual([]);
  expect(styleFaults([...all.values()])).toBe('');
}, 60_000);

test('a program is proved like the deployment that it adopts', async () => {
  const one = all.get(WeightedStack.name)!;
  const { exitCode, stdout } = await terminal([
    ...['prove', `${one.out}/cdktf.out`, '--against', one.input, '--format', 'json'],
  ]);
  expect(exitCode).toBe(0);
  expect((JSON.parse(stdout) as { against: object }).against).toMatchObject({ lost: [] });
});
