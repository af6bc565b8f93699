import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import fc from 'fast-check';
import { terraformText } from '../lib/private/terraform-text';

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

/** What Terraform itself makes of the texts; it needs no provider for that. */
function evaluate(texts: readonly string[]): string[] {
  const stack = new TerraformStack(Testing.app(), 'main');
  new TerraformOutput(stack, 'known', { value: 'value' });
  texts.forEach((text, index) => new TerraformOutput(stack, `text-${index}`, { value: terraformText(text) }));
  const directory = mkdtempSync(join(tmpdir(), 'terraform-text-'));
  cpSync(join(Testing.fullSynth(stack), 'stacks', 'main'), directory, { recursive: true });
  const terraform = (...args: string[]): string =>
    execFileSync('terraform', args, {
      cwd: directory,
      encoding: 'utf8',
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    });
  terraform('init', '-input=false');
  terraform('apply', '-auto-approve', '-input=false', '-state=state');
  const outputs = JSON.parse(terraform('output', '-json', '-state=state')) as Record<string, { value: string }>;
  return texts.map((_, index) => outputs[`text-${index}`].value);
}

describe('terraformText', () => {
  const TEXTS = [
    '${a}',
    '$${a}',
    '$$${a}',
    '%{ if x }',
    '%%{x}',
    '${',
    '%{',
    '$',
    '%',
    '{}',
    '${"a"}',
    '@{ return $"{x}${y}"; }',
  ];

  test.each(TEXTS)('%j stands in the JSON so that Terraform reads no template', (text) => {
    const stack = new TerraformStack(Testing.app(), 'main');
    new TerraformOutput(stack, 'out', { value: terraformText(text) });
    const { output } = JSON.parse(Testing.synth(stack)) as { output: { out: { value: string } } };
    const { value } = output.out;
    expect(value.replace(/([$%])\1\{/g, '$1{')).toBe(text);
    expect(value.replace(/[$%]{2}\{/g, '')).not.toMatch(/[$%]\{/);
  });

  (hasTerraform ? test : test.skip)(
    `Terraform gives every text back as it was${hasTerraform ? '' : ' (skipped: terraform is not installed)'}`,
    () => {
      const random = fc.sample(
        fc.array(fc.constantFrom('$', '%', '{', '}', '${', '%{', '"', '\\', 'a', '\n', '&', '<', 'é', 'if '), {
          maxLength: 12,
        }),
        { numRuns: 200, seed: 1 },
      );
      const texts = [...TEXTS, ...random.map((pieces) => pieces.join(''))].filter((text) => text !== '');
      expect(evaluate(texts)).toEqual(texts);
    },
    60_000,
  );
});
