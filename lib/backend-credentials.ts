import { FunctionKeyProps, KeyVaultSecretProps, ManagedIdentityProps } from './backend-credentials-props';
import { Certificate } from './private/credentials/certificate';
import type { Credential } from './private/credentials/credential';
import { FunctionKey } from './private/credentials/function-key';
import { KeyVaultSecret } from './private/credentials/key-vault-secret';
import { ManagedIdentity } from './private/credentials/managed-identity';
import { NamedValue } from './private/credentials/named-value';
import { PlainValue } from './private/credentials/plain-value';

/**
 * How API Management authenticates to a backend.
 *
 * A secret goes through a named value: it stands in neither the synthesized JSON nor a plan's output.
 */
export class BackendCredentials {
  /** A function app's host key in the header `x-functions-key`. It stands in neither plan nor state. */
  public static functionKey(props: FunctionKeyProps): BackendCredentials {
    return new BackendCredentials(new FunctionKey(props));
  }

  /** A header that holds a named value which exists. */
  public static namedValue(header: string, namedValueName: string): BackendCredentials {
    return new BackendCredentials(new NamedValue(header, namedValueName));
  }

  /** A header that holds a secret of a Key Vault. */
  public static keyVaultSecret(props: KeyVaultSecretProps): BackendCredentials {
    return new BackendCredentials(new KeyVaultSecret(props));
  }

  /**
   * A bearer token of the service's managed identity. The policy of the API that uses the backend asks for it, once for
   * whichever backend of the pool the request goes to: all of them must take the same token. Where they take tokens of
   * their own, see `backendManagedIdentity`.
   */
  public static managedIdentity(props: ManagedIdentityProps): BackendCredentials {
    return new BackendCredentials(new ManagedIdentity(props, 'policy'));
  }

  /**
   * A bearer token of the service's managed identity, that the gateway asks for when a request goes to this backend:
   * each backend of a pool may take one of its own.
   *
   * The azurerm provider cannot set it: the backend is made through azapi, with a preview version of Azure's API. A
   * backend that was made without it needs a new name, since its Terraform address changes.
   */
  public static backendManagedIdentity(props: ManagedIdentityProps): BackendCredentials {
    return new BackendCredentials(new ManagedIdentity(props, 'backend'));
  }

  /** A header as it is, for what is no secret. */
  public static header(name: string, value: string): BackendCredentials {
    return new BackendCredentials(new PlainValue('header', name, value));
  }

  /** A query parameter as it is, for what is no secret. */
  public static query(name: string, value: string): BackendCredentials {
    return new BackendCredentials(new PlainValue('query', name, value));
  }

  /** A client certificate that the service holds, by its thumbprint. */
  public static certificate(thumbprint: string): BackendCredentials {
    return new BackendCredentials(new Certificate(thumbprint));
  }

  private constructor(
    /** @internal */
    readonly _credential: Credential,
  ) {}
}
