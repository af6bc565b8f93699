import { TerraformElement, TerraformResource } from 'cdktf';

const OLD_TYPE = 'azurerm_api_management_backend';

/**
 * A `moved` block: a backend that azurerm has created becomes the azapi resource with the same logical ID. Terraform
 * ignores the block if nothing is at the old address.
 *
 * `moveFromId` of cdktf is not used, because it is fixed to the logical ID of the moment, makes every synth look for a
 * Terraform binary, and is left to the caller.
 */
export class MovedBackend extends TerraformElement {
  constructor(private readonly backend: TerraformResource) {
    super(backend, 'Moved');
  }

  override toTerraform(): object {
    const addresses = this.addresses();
    return addresses ? { moved: [addresses] } : {};
  }

  override toHclTerraform(): object {
    const addresses = Object.entries(this.addresses() ?? {});
    const reference = { isBlock: false, type: 'simple', storageClassType: 'reference' };
    const moved = Object.fromEntries(addresses.map(([name, value]) => [name, { ...reference, value }]));
    return addresses.length > 0 ? { moved: [moved] } : {};
  }

  /** Undefined if the caller moves the resource from elsewhere: Terraform allows one move to each address. */
  private addresses(): { readonly from: string; readonly to: string } | undefined {
    const { terraformResourceType, friendlyUniqueId } = this.backend;
    if (this.backend.hasResourceMove()) return undefined;
    return { from: `${OLD_TYPE}.${friendlyUniqueId}`, to: `${terraformResourceType}.${friendlyUniqueId}` };
  }
}
