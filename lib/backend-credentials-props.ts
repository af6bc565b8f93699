import { TerraformProvider } from 'cdktf';

/** A function app's host key. */
export interface FunctionKeyProps {
  /** The function app's Azure Resource Manager id. */
  readonly functionAppId: string;
  /**
   * The name of the host key.
   * @default 'default'
   */
  readonly keyName?: string;
  /**
   * Change it to read the key again and send it to API Management: Terraform does not see by itself that a key has
   * been renewed, for it keeps none to compare with.
   * @default '1'
   */
  readonly keyVersion?: string;
  /**
   * The azapi provider that may list the function app's keys.
   * @default - that of the backend
   */
  readonly azapiProvider?: TerraformProvider;
}

/** A secret in an Azure Key Vault, that API Management reads by itself. */
export interface KeyVaultSecretProps {
  /** The header that the secret is sent in. */
  readonly header: string;
  /** The secret's id, without version to follow its renewal, as in `https://vault.vault.azure.net/secrets/name`. */
  readonly secretId: string;
  /**
   * The client id of the user-assigned managed identity that may read it.
   * @default - the service's system-assigned identity
   */
  readonly identityClientId?: string;
}

/** A token of the service's own managed identity. */
export interface ManagedIdentityProps {
  /** The application id URI that the token is for, as in `api://orders`. */
  readonly resource: string;
  /**
   * The client id of a user-assigned identity.
   * @default - the service's system-assigned identity
   */
  readonly clientId?: string;
}
