import { FunctionKeyOptions, KeyVaultSecretOptions, ManagedIdentityOptions } from './backend-credentials-options';
import { Certificate } from './private/credentials/certificate';
import type { Credential } from './private/credentials/credential';
import { FunctionKey } from './private/credentials/function-key';
import { KeyVaultSecret } from './private/credentials/key-vault-secret';
import { ManagedIdentity } from './private/credentials/managed-identity';
import { NamedValue } from './private/credentials/named-value';
import { PlainValue } from './private/credentials/plain-value';
import { mark } from './private/marks';

/**
 * The credentials with which API Management authenticates to a backend.
 *
 * Secrets are stored in named values. They appear neither in the synthesized JSON nor in the output of a plan.
 */
export class BackendCredentials {
  /**
   * Sends the host key of a function app in the `x-functions-key` header. The key is stored neither in the plan nor in
   * the state, whose private data contains a hash of it. After you renew the key, deploy.
   */
  public static functionKey(options: FunctionKeyOptions): BackendCredentials {
    return new BackendCredentials(new FunctionKey(options));
  }

  /**
   * Sends an existing named value in a header. If the same stack declares it, the backend depends on it, and the
   * construct sets `create_before_destroy` on it, unless you set it yourself.
   *
   * @param namedValueName the display name of the named value, which policies use as well
   */
  public static namedValue(header: string, namedValueName: string): BackendCredentials {
    return new BackendCredentials(new NamedValue(header, namedValueName));
  }

  /** Sends a Key Vault secret in a header. */
  public static keyVaultSecret(options: KeyVaultSecretOptions): BackendCredentials {
    return new BackendCredentials(new KeyVaultSecret(options));
  }

  /**
   * Sends a bearer token of a managed identity of the service. The API policy requests the token once, before a backend
   * is selected, so all backends of the pool must accept the same token. If each backend needs its own token, use
   * `backendManagedIdentity`.
   */
  public static managedIdentity(options: ManagedIdentityOptions): BackendCredentials {
    return new BackendCredentials(new ManagedIdentity(options, 'policy'));
  }

  /**
   * Sends a bearer token of a managed identity of the service. The gateway requests the token when it forwards a
   * request to this backend, so each backend of a pool can use its own token.
   *
   * The azurerm provider does not support this setting, so the backend is created with azapi and a preview version of
   * the Azure API. If azurerm has already created the backend, a `moved` block moves it in the state and it is updated
   * in place, which needs Terraform 1.8 or later.
   *
   * azurerm cannot move it back. To remove the setting, forget the resource and import it again:
   * https://github.com/cdktf-apim-failover/cdktf-apim-failover/blob/main/docs/secrets.md#use-a-managed-identity
   */
  public static backendManagedIdentity(options: ManagedIdentityOptions): BackendCredentials {
    return new BackendCredentials(new ManagedIdentity(options, 'backend'));
  }

  /** Sends a header with a plain-text value. Do not use it for secrets. */
  public static header(name: string, value: string): BackendCredentials {
    return new BackendCredentials(new PlainValue('header', name, value));
  }

  /** Sends a query parameter with a plain-text value. Do not use it for secrets. */
  public static query(name: string, value: string): BackendCredentials {
    return new BackendCredentials(new PlainValue('query', name, value));
  }

  /** Presents a client certificate of the service, identified by its thumbprint. */
  public static certificate(thumbprint: string): BackendCredentials {
    return new BackendCredentials(new Certificate(thumbprint));
  }

  private constructor(
    /** @internal */
    readonly _credential: Credential,
  ) {}
}

mark('BackendCredentials', BackendCredentials);
