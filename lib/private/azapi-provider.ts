import { TerraformProvider, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';

const asked = new WeakSet<TerraformStack>();

/**
 * Fails the synth of a stack without an azapi provider, with one message for all constructs that need the provider. The
 * error of cdktf itself names the provider, but not the class to add.
 */
export function needsAzapiProvider(construct: IConstruct): void {
  const stack = TerraformStack.of(construct);
  if (asked.has(stack)) return;
  asked.add(stack);
  stack.node.addValidation({
    validate: () =>
      stack.node.findAll().some(isAzapiProvider)
        ? []
        : [
            "This stack has no azapi provider, which pools and function apps need; add new AzapiProvider(stack, 'azapi', {}), which this package exports",
          ],
  });
}

/** Checks the resource type, because the class may come from other bindings. */
function isAzapiProvider(node: IConstruct): boolean {
  return TerraformProvider.isTerraformProvider(node) && node.terraformResourceType === 'azapi';
}
