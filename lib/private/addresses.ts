import { TerraformResource, TerraformStack } from 'cdktf';
import { isInTree } from './is-in-tree';
import { shortHash } from './short-hash';
import { holdsToken } from './terraform-text';

/** The kinds of resources that Azure names within a service. Backends and pools share their names. */
type Kind = 'api' | 'api-routes' | 'backend' | 'named-value' | 'operation';

/** A stack, with its resources by their addresses. Several copies of this package can share a stack. */
type Claiming = TerraformStack & { [CLAIMS]?: Map<string, TerraformResource> };

const CLAIMS: unique symbol = Symbol.for('apim-failover.addresses');

/**
 * Gives a resource a Terraform address that follows from what it is in Azure: its service and its names there.
 *
 * By default, the address follows from the path of the construct. Backends, pools and named values are created before
 * the old ones are deleted, so a construct that moves, or a region that is renamed, would have to create what still
 * exists at the old address, which Azure refuses. With this address, Terraform finds nothing to do.
 *
 * A name that is known only after deployment cannot be part of an address, so the path of the construct stays.
 *
 * @param names the name of the service, then the names within it, from the outside to the inside
 */
export function addressInAzure(resource: TerraformResource, kind: Kind, ...names: string[]): void {
  if (names.some(holdsToken)) return;
  const logicalId = `${readable(names)}_${hashOf([kind, ...names])}`;
  if (claim(resource, logicalId)) resource.overrideLogicalId(logicalId);
}

const LONGEST = 200;

function hashOf(texts: readonly string[]): string {
  return shortHash(JSON.stringify(texts)).toUpperCase();
}

/**
 * Gives what belongs to an API an address, from which a variant of it stands apart: one that replaces it, because neither
 * Azure nor azurerm can make the one of the other.
 *
 * Variants stand apart even if a name of the API is known only after deployment, but not if the variant itself is.
 *
 * @param names the names of the service and the API
 * @param variant what makes another variant
 */
export function addressOfVariant(
  resource: TerraformResource,
  kind: Kind,
  names: readonly string[],
  variant: readonly string[],
): void {
  if (variant.some(holdsToken)) return;
  if (!names.some(holdsToken)) return addressInAzure(resource, kind, ...names, ...variant);
  // Not `friendlyUniqueId`, which cannot be overridden any more once it was read.
  const fromPath = resource.cdktfStack.getLogicalId(resource);
  if (variant.length > 0) resource.overrideLogicalId(`${fromPath}_${hashOf(variant)}`);
}

/** Returns the names as the start of an identifier of Terraform. */
function readable(names: readonly string[]): string {
  const text = names
    .join('_')
    .replace(/[^\w-]+/g, '-')
    .replace(/-$/, '')
    .slice(0, LONGEST);
  return /^[a-z_]/i.test(text) ? text : `_${text}`;
}

/** Returns whether no other resource of the stack has the address. Two constructs with one name are a finding. */
function claim(resource: TerraformResource, logicalId: string): boolean {
  const stack: Claiming = TerraformStack.of(resource);
  const claimed = (stack[CLAIMS] ??= new Map<string, TerraformResource>());
  const address = `${resource.terraformResourceType}.${logicalId}`;
  const other = claimed.get(address);
  if (other && isInTree(other)) return false;
  claimed.set(address, resource);
  return true;
}
