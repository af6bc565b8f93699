import { TerraformProvider } from 'cdktf';

/** Options for authenticating with the host key of a function app. */
export interface FunctionKeyOptions {
  /** The Azure Resource Manager ID of the function app. */
  readonly functionAppId: string;
  /**
   * The name of the host key.
   * @default 'default'
   */
  readonly keyName?: string;
  /**
   * The version of the key. Change it to send the key again after someone replaced it in API Management by hand, which
   * Azure does not show. A renewed key, another `keyName` and another function app are sent without it. It becomes a tag
   * of the named value: 1 to 80 letters, digits, underscores, periods and hyphens.
   * @default - no tag
   */
  readonly keyVersion?: string;
  /**
   * The azapi provider that is allowed to list the keys of the function app.
   * @default - the azapi provider of the backend
   */
  readonly azapiProvider?: TerraformProvider;
}

/** Options for authenticating with a Key Vault secret that API Management reads. */
export interface KeyVaultSecretOptions {
  /** The name of the header that carries the secret. */
  readonly header: string;
  /**
   * The ID of the secret, for example `https://vault.vault.azure.net/secrets/name`. Omit the version to use the latest
   * version of the secret.
   */
  readonly secretId: string;
  /**
   * The client ID of the user-assigned managed identity that is allowed to read the secret.
   * @default - the system-assigned identity of the service
   */
  readonly identityClientId?: string;
}

/** Options for authenticating with a managed identity of the service. */
export interface ManagedIdentityOptions {
  /** The application ID URI of the resource that the token is issued for, for example `api://orders`. */
  readonly resource: string;
  /**
   * The client ID of a user-assigned managed identity.
   * @default - the system-assigned identity of the service
   */
  readonly clientId?: string;
}
