import type { Construct } from 'constructs';
import type { KeyVaultSecretOptions } from '../../backend-credentials-options';
import { addressInAzure } from '../addresses';
import { azurerm } from '../bindings';
import { copied } from '../copies';
import type { Faults } from '../faults';
import { literalServiceName } from '../service-name';
import type { TextRule } from '../text-rule';
import type { PropNames } from '../prop-names';
import { BACKEND_NAME, CLIENT_ID, HEADER_NAME, OPERATION_ID } from '../rules';
import { BackendContext, BoundCredential, Credential, hidden, reference, sentAs } from './credential';

const KEY_VAULT_SECRET: PropNames<KeyVaultSecretOptions> = {
  header: true,
  secretId: true,
  identityClientId: true,
};

/** A Key Vault secret in a header. */
export class KeyVaultSecret implements Credential {
  readonly sends: string | undefined;

  private readonly options: KeyVaultSecretOptions;

  constructor(options: KeyVaultSecretOptions) {
    this.options = copied(options, KEY_VAULT_SECRET);
    this.sends = sentAs('header', options?.header);
  }

  storedName(backendName: string): string | undefined {
    const header: unknown = this.options?.header;
    return typeof header === 'string' ? namedValueNameOf(backendName, header) : undefined;
  }

  validate(faults: Faults, where: string, backendName: string): void {
    if (!faults.settings(where, this.options, KEY_VAULT_SECRET)) return;
    const { header, secretId, identityClientId } = this.options;
    const isHeader = faults.text(`${where}.header`, header, { ...hidden(HEADER_NAME), tokens: 'none' });
    if (isHeader && BACKEND_NAME.pattern?.test(backendName)) {
      faults.text(`${where}.header`, namedValueNameOf(backendName, header), hidden(NAMED_VALUE_NAME));
    }
    faults.text(`${where}.secretId`, secretId, hidden(SECRET_ID));
    faults.optionalText(`${where}.identityClientId`, identityClientId, hidden(CLIENT_ID));
  }

  bind(scope: Construct, context: BackendContext): BoundCredential {
    const { header, secretId, identityClientId } = this.options;
    const name = namedValueNameOf(context.backendName, header);
    // The id follows from the name in Azure: with another id, Terraform creates a resource whose name is still taken.
    const namedValue = new azurerm.ApiManagementNamedValue(scope, `Secret-${namePartOf(header)}`, {
      apiManagementName: context.apiManagement.apiManagementName,
      resourceGroupName: context.apiManagement.resourceGroupName,
      name,
      displayName: name,
      secret: true,
      valueFromKeyVault: { secretId, identityClientId },
      provider: context.azurermProvider,
      lifecycle: { createBeforeDestroy: true },
    });
    addressInAzure(namedValue, 'named-value', literalServiceName(context.apiManagement), name);
    return { header: { [header]: reference(name) }, dependsOn: [namedValue] };
  }
}

const SECRET_ID: TextRule = {
  pattern: /^https:\/\/[a-z0-9-]+\.[a-z0-9.-]+\/secrets\/[\w-]+(?:\/\w+)?\/?$/i,
  allowed: 'the id of a Key Vault secret is needed, such as https://vault.vault.azure.net/secrets/name',
};

/** azurerm allows the same characters in the name of a named value as in the id of an operation. */
const NAMED_VALUE_NAME: TextRule = {
  pattern: OPERATION_ID.pattern,
  allowed:
    'the name of the named value combines the backend name and the header: 1 to 80 letters, digits, hyphens and underscores are allowed, with a letter or digit at the start and end',
};

function namedValueNameOf(backendName: string, header: string): string {
  return `${backendName}-${namePartOf(header)}`;
}

function namePartOf(header: string): string {
  return header.toLowerCase().replace(/[^\w-]/g, '-');
}
