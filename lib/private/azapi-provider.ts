import { TerraformProvider, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';

const asked = new WeakSet<TerraformStack>();

/**
 * Fails the synth of a stack without an azapi provider, with one message at the first construct that needs the provider.
 * The error of cdktf itself names the provider, but not the class to add.
 */
export function needsAzapiProvider(construct: IConstruct): void {
  const stack = TerraformStack.of(construct);
  if (asked.has(stack)) return;
  asked.add(stack);
  // cdktf puts the path of the construct before the message.
  construct.node.addValidation({
    validate: () =>
      stack.node.findAll().some(isAzapiProvider)
        ? []
        : [
            "this stack has no azapi provider; add new AzapiProvider(stack, 'azapi', {}), which is exported by this package",
          ],
  });
}

/** Checks the resource type, because the class may come from other bindings. */
function isAzapiProvider(node: IConstruct): boolean {
  return TerraformProvider.isTerraformProvider(node) && node.terraformResourceType === 'azapi';
}
