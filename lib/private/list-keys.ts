import { TerraformElement, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { lateText } from './late';

interface ListKeysConfig {
  /** The id of the function app. */
  readonly functionAppId: string;
  /** The name of the host key. */
  readonly keyName: string;
  readonly provider?: TerraformProvider;
}

const TYPE = 'azapi_resource_action';

/**
 * An ephemeral `azapi_resource_action` that lists the host keys of a function app. Terraform reads the keys during the
 * run and stores them neither in the plan nor in the state. cdktf does not support ephemeral blocks.
 *
 * The action is on the site, because the id of `host/default` passes `terraform validate` but fails at plan.
 */
export class ListKeys extends TerraformElement {
  /** The key. Only write-only arguments can receive it. */
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

  /** The HCL output of cdktf does not support ephemeral blocks and would silently omit the key. */
  override toHclTerraform(): object {
    throw new Error(`${this.node.path}: cdktf cannot write an ephemeral block as HCL; synthesize JSON`);
  }
}
