import { TerraformDataSource, TerraformResource, TerraformStack } from 'cdktf';
import { lateText } from './late';

/**
 * Returns a reference to an attribute of a resource. It names the resource when the stack is synthesized, so that the
 * logical ID can still be overridden.
 *
 * @param attribute the name of the attribute in Terraform
 */
export function lateReference(resource: TerraformResource | TerraformDataSource, attribute: string): string {
  const stack = TerraformStack.of(resource);
  let foreign: string | undefined;
  return lateText(({ scope, suppressBraces }) => {
    if (TerraformStack.of(scope) === stack) {
      const reference = `${addressOf(resource)}.${attribute}`;
      return suppressBraces ? reference : `\${${reference}}`;
    }
    // cdktf finds references that cross stacks on preparation, and remembers them in the reference itself. It is not used
    // within a stack, because it captures a stack trace.
    return (foreign ??= resource.getStringAttribute(attribute));
  });
}

function addressOf(resource: TerraformResource | TerraformDataSource): string {
  const { terraformResourceType, friendlyUniqueId } = resource;
  return `${TerraformDataSource.isTerraformDataSource(resource) ? 'data.' : ''}${terraformResourceType}.${friendlyUniqueId}`;
}
