import { TerraformProvider, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';

const asked = new WeakSet<TerraformStack>();

/**
 * Refuses at synth a stack without an azapi provider, once for all that need one. cdktf refuses it too, and names the
 * provider, but not the class that makes it.
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
            "There is no azapi provider in this stack, and pools and function apps need one; add new AzapiProvider(stack, 'azapi', {}), which this package exports",
          ],
  });
}

/** The class may be that of bindings of one's own. */
function isAzapiProvider(node: IConstruct): boolean {
  return TerraformProvider.isTerraformProvider(node) && node.terraformResourceType === 'azapi';
}
