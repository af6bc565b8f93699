import { TerraformElement, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { lateText } from './late';

export interface ListKeysConfig {
  /** The function app's id. */
  readonly functionAppId: string;
  /** The name of the host key. */
  readonly keyName: string;
  readonly provider?: TerraformProvider;
}

const TYPE = 'azapi_resource_action';

/**
 * An ephemeral `azapi_resource_action` that lists a function app's host keys: Terraform reads them while it runs, and
 * writes them to neither plan nor state. cdktf has no ephemeral blocks of its own.
 *
 * The action is on the site: the id of `host/default` passes `terraform validate` and fails at plan.
 */
export class ListKeys extends TerraformElement {
  /** The key; only write-only arguments may take it. */
  readonly key: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly config: ListKeysConfig,
  ) {
    super(scope, id, `ephemeral.${TYPE}`);
    this.key = lateText(() => `\${${this.fqn}.output.key}`);
  }

  override toTerraform(): object {
    const { functionAppId, keyName, provider } = this.config;
    return {
      ephemeral: {
        [TYPE]: {
          [this.friendlyUniqueId]: {
            type: 'Microsoft.Web/sites@2024-04-01',
            resource_id: functionAppId,
            action: 'host/default/listKeys',
            method: 'POST',
            response_export_values: { key: `functionKeys.${JSON.stringify(keyName)}` },
            provider: provider?.fqn,
            '//': this.constructNodeMetadata as unknown,
          },
        },
      },
    };
  }

  /** cdktf's HCL output knows no ephemeral blocks, and would leave the key out in silence. */
  override toHclTerraform(): object {
    throw new Error(`${this.node.path}: an ephemeral block cannot be written as HCL by cdktf; synthesize JSON`);
  }
}
