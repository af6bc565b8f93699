import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { AzapiProvider } from '../../lib';

/** Returns the `cdk.tf.json` of a stack with both providers. Validations run, so errors are thrown. */
export function program(build: (stack: TerraformStack) => void): string {
  const made = programs.get(build) ?? synthesized(build);
  programs.set(build, made);
  return made;
}

const programs = new WeakMap<(stack: TerraformStack) => void, string>();

function synthesized(build: (stack: TerraformStack) => void): string {
  const stack = new TerraformStack(Testing.app(), 'main');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new AzapiProvider(stack, 'azapi', {});
  build(stack);
  return Testing.synth(stack, true);
}
