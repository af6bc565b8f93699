import type { Construct } from 'constructs';
import type { FunctionKeyOptions } from '../../backend-credentials-options';
import { addressInAzure } from '../addresses';
import { needsAzapiProvider } from '../azapi-provider';
import { azapi } from '../bindings';
import { copied } from '../copies';
import type { Faults } from '../faults';
import { ListKeys } from '../list-keys';
import { literalServiceName } from '../service-name';
import type { PropNames } from '../prop-names';
import { FUNCTION_APP_ID, KEY_NAME, KEY_VERSION } from '../rules';
import { holdsToken } from '../terraform-text';
import { BackendContext, BoundCredential, Credential, hidden, reference } from './credential';

const FUNCTION_KEY: PropNames<FunctionKeyOptions> = {
  ...{ functionAppId: true, keyName: true, keyVersion: true, azapiProvider: true },
};

/** The host key of a function app, which Terraform copies to a named value and stores only as a hash. */
export class FunctionKey implements Credential {
  readonly sends = 'header x-functions-key';

  private readonly options: FunctionKeyOptions;

  constructor(options: FunctionKeyOptions) {
    this.options = copied(options, FUNCTION_KEY);
  }

  /**
   * With the name of the app in it, another app has another named value: the backend takes its URL and its key in one
   * update, and never sends the key of one app to the other.
   */
  storedName(backendName: string): string {
    const app = appIn(this.options?.functionAppId);
    return app === undefined || app === backendName ? `${backendName}-key` : `${backendName}-${app}-key`;
  }

  validate(faults: Faults, where: string): void {
    if (!faults.settings(where, this.options, FUNCTION_KEY)) return;
    const { functionAppId, keyName, keyVersion } = this.options;
    faults.text(`${where}.functionAppId`, functionAppId, hidden(FUNCTION_APP_ID));
    faults.optionalText(`${where}.keyName`, keyName, KEY_NAME);
    faults.optionalText(`${where}.keyVersion`, keyVersion, KEY_VERSION);
  }

  bind(scope: Construct, { apiManagement, backendName, azapiProvider }: BackendContext): BoundCredential {
    const { functionAppId, keyName = 'default', keyVersion } = this.options;
    const keys = new ListKeys(scope, 'HostKeys', {
      functionAppId,
      keyName,
      provider: this.options.azapiProvider ?? azapiProvider,
    });
    const name = this.storedName(backendName);
    needsAzapiProvider(scope);
    const namedValue = new azapi.Resource(scope, 'FunctionKey', {
      type: 'Microsoft.ApiManagement/service/namedValues@2024-05-01',
      name,
      parentId: apiManagement.apiManagementId,
      // A tag has no effect in Azure; a new one is an update, which sends the key again.
      body: {
        properties: { displayName: name, secret: true, tags: keyVersion === undefined ? undefined : [keyVersion] },
      },
      // Without versions, azapi compares a hash of the key in every plan, and sends the key with every update.
      sensitiveBody: { properties: { value: keys.key } },
      responseExportValues: {},
      provider: azapiProvider,
      // The backend is replaced before it is deleted, so the named value must exist until then.
      lifecycle: { createBeforeDestroy: true },
    });
    addressInAzure(namedValue, 'named-value', literalServiceName(apiManagement), name);
    return { header: { 'x-functions-key': reference(name) }, dependsOn: [namedValue] };
  }
}

/** Returns the name of the app in its ID, unless it is known only after deployment. */
function appIn(functionAppId: unknown): string | undefined {
  const name = typeof functionAppId === 'string' ? functionAppId.split('/').at(-1) : undefined;
  return name === undefined || holdsToken(name) ? undefined : name;
}
