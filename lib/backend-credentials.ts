import { Annotations, ITerraformDependable, TerraformProvider, Token } from 'cdktf';
import { Construct } from 'constructs';
import { IApiManagement } from './api-management';
import { needsAzapiProvider } from './private/azapi-provider';
import { azapi, azurerm } from './private/bindings';
import { Faults, TextRule } from './private/faults';
import { ListKeys } from './private/list-keys';
import {
  BACKEND_NAME,
  CLIENT_ID,
  FUNCTION_APP_ID,
  HEADER_NAME,
  KEY_NAME,
  NAMED_VALUE_NAME,
  OPERATION_ID,
  secretText,
} from './private/rules';
import { terraformText } from './private/terraform-text';

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

/**
 * How API Management makes itself known to a backend.
 *
 * A secret goes through a named value: it stands in neither the synthesized JSON nor a plan's output.
 */
export abstract class BackendCredentials {
  /** A function app's host key in the header `x-functions-key`. It stands in neither plan nor state. */
  public static functionKey(props: FunctionKeyProps): BackendCredentials {
    return new FunctionKey(props);
  }

  /** A header that holds a named value which exists. */
  public static namedValue(header: string, namedValueName: string): BackendCredentials {
    return new NamedValue(header, namedValueName);
  }

  /** A header that holds a secret of a Key Vault. */
  public static keyVaultSecret(props: KeyVaultSecretProps): BackendCredentials {
    return new KeyVaultSecret(props);
  }

  /**
   * A bearer token of the service's managed identity. The policy of the API that uses the backend asks for it, once for
   * whichever backend of the pool the request goes to: all of them must take the same token.
   */
  public static managedIdentity(props: ManagedIdentityProps): BackendCredentials {
    return new ManagedIdentity(props);
  }

  /** A header as it is, for what is no secret. */
  public static header(name: string, value: string): BackendCredentials {
    return new PlainValue('header', name, value);
  }

  /** A query parameter as it is, for what is no secret. */
  public static query(name: string, value: string): BackendCredentials {
    return new PlainValue('query', name, value);
  }

  /** A client certificate that the service holds, by its thumbprint. */
  public static certificate(thumbprint: string): BackendCredentials {
    return new Certificate(thumbprint);
  }

  /** @internal Looks through all credentials of a backend. */
  public static _validateAll(
    faults: Faults,
    where: string,
    credentials: readonly BackendCredentials[] | undefined,
    backendName: string,
  ): void {
    const sent = new Map<string, number>();
    faults.list(where, credentials).forEach((credential, index) => {
      const here = `${where}[${index}]`;
      if (!(credential instanceof BackendCredentials)) {
        return faults.say(here, 'it is none of BackendCredentials, and not shown, for it may be a secret');
      }
      credential._validate(faults, here, backendName);
      const { _sends } = credential;
      if (_sends === undefined) return;
      const first = sent.get(_sends);
      if (first === undefined) sent.set(_sends, index);
      else faults.say(here, `it sends the same ${_sends.split(' ')[0]} as ${where}[${first}]; each is allowed once`);
    });
  }

  /** @internal What the backend sends with it: nothing can be sent twice. */
  public abstract get _sends(): string | undefined;

  /** @internal */
  public abstract _validate(faults: Faults, where: string, backendName: string): void;

  /** @internal Makes what the credentials need, and says what the backend sends. */
  public abstract _bind(scope: Construct, backend: BackendContext): BoundCredentials;

  /** @internal */
  public get _managedIdentity(): ManagedIdentityProps | undefined {
    return undefined;
  }
}

/** @internal */
export interface BackendContext {
  /** Where the credentials stand among the backend's props. */
  readonly where: string;
  readonly apiManagement: IApiManagement;
  readonly backendName: string;
  readonly azurermProvider?: TerraformProvider;
  readonly azapiProvider?: TerraformProvider;
}

/** @internal */
export interface BoundCredentials {
  readonly header?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly certificate?: string[];
  readonly dependsOn?: ITerraformDependable[];
}

class FunctionKey extends BackendCredentials {
  constructor(private readonly props: FunctionKeyProps) {
    super();
  }

  override get _sends(): string | undefined {
    return 'header x-functions-key';
  }

  override _validate(faults: Faults, where: string): void {
    if (!faults.settings(where, this.props)) return;
    const { functionAppId, keyName, keyVersion } = this.props;
    faults.text(`${where}.functionAppId`, functionAppId, hidden(FUNCTION_APP_ID));
    faults.optionalText(`${where}.keyName`, keyName, KEY_NAME);
    faults.optionalText(`${where}.keyVersion`, keyVersion, secretText(200));
  }

  override _bind(scope: Construct, { apiManagement, backendName, azapiProvider }: BackendContext): BoundCredentials {
    const { functionAppId, keyName = 'default', keyVersion = '1' } = this.props;
    needsAzapiProvider(scope);
    const keys = new ListKeys(scope, 'HostKeys', {
      functionAppId,
      keyName,
      provider: this.props.azapiProvider ?? azapiProvider,
    });
    const name = `${backendName}-key`;
    const namedValue = new azapi.Resource(scope, 'FunctionKey', {
      type: 'Microsoft.ApiManagement/service/namedValues@2024-05-01',
      name,
      parentId: apiManagement.apiManagementId,
      body: { properties: { displayName: name, secret: true } },
      sensitiveBody: { properties: { value: keys.key } },
      sensitiveBodyVersion: { 'properties.value': terraformText(keyVersion) },
      responseExportValues: {},
      provider: azapiProvider,
      // Its backend is replaced before it is deleted, so it must outlive it.
      lifecycle: { createBeforeDestroy: true },
    });
    return { header: { 'x-functions-key': reference(name) }, dependsOn: [namedValue] };
  }
}

class NamedValue extends BackendCredentials {
  constructor(
    private readonly header: string,
    private readonly namedValueName: string,
  ) {
    super();
  }

  override get _sends(): string | undefined {
    return sentAs('header', this.header);
  }

  override _validate(faults: Faults, where: string): void {
    faults.text(`${where}.header`, this.header, hidden(HEADER_NAME));
    faults.text(`${where}.namedValueName`, this.namedValueName, hidden(NAMED_VALUE_NAME));
  }

  override _bind(): BoundCredentials {
    return { header: { [this.header]: reference(this.namedValueName) } };
  }
}

class KeyVaultSecret extends BackendCredentials {
  constructor(private readonly props: KeyVaultSecretProps) {
    super();
  }

  override get _sends(): string | undefined {
    return sentAs('header', this.props?.header);
  }

  override _validate(faults: Faults, where: string, backendName: string): void {
    if (!faults.settings(where, this.props)) return;
    const { header, secretId, identityClientId } = this.props;
    const isHeader = faults.text(`${where}.header`, header, { ...hidden(HEADER_NAME), tokens: 'none' });
    if (isHeader && BACKEND_NAME.pattern?.test(backendName)) {
      faults.text(`${where}.header`, madeName(backendName, header), hidden(MADE_NAME));
    }
    faults.text(`${where}.secretId`, secretId, hidden(SECRET_ID));
    faults.optionalText(`${where}.identityClientId`, identityClientId, hidden(CLIENT_ID));
  }

  override _bind(scope: Construct, context: BackendContext): BoundCredentials {
    const { header, secretId, identityClientId } = this.props;
    const name = madeName(context.backendName, header);
    const namedValue = new azurerm.ApiManagementNamedValue(scope, `Secret-${header}`, {
      apiManagementName: context.apiManagement.apiManagementName,
      resourceGroupName: context.apiManagement.resourceGroupName,
      name,
      displayName: name,
      secret: true,
      valueFromKeyVault: { secretId, identityClientId },
      provider: context.azurermProvider,
      lifecycle: { createBeforeDestroy: true },
    });
    return { header: { [header]: reference(name) }, dependsOn: [namedValue] };
  }
}

class ManagedIdentity extends BackendCredentials {
  constructor(private readonly props: ManagedIdentityProps) {
    super();
  }

  override get _sends(): string | undefined {
    return 'header authorization';
  }

  override _validate(faults: Faults, where: string): void {
    if (!faults.settings(where, this.props)) return;
    faults.text(`${where}.resource`, this.props.resource, hidden(TOKEN_RESOURCE));
    faults.optionalText(`${where}.clientId`, this.props.clientId, hidden(CLIENT_ID));
  }

  override _bind(): BoundCredentials {
    return {};
  }

  override get _managedIdentity(): ManagedIdentityProps {
    return this.props;
  }
}

class PlainValue extends BackendCredentials {
  constructor(
    private readonly kind: 'header' | 'query',
    private readonly name: string,
    private readonly value: string,
  ) {
    super();
  }

  override get _sends(): string | undefined {
    return sentAs(this.kind, this.name);
  }

  override _validate(faults: Faults, where: string): void {
    faults.text(`${where}.name`, this.name, hidden(HEADER_NAME));
    faults.text(`${where}.value`, this.value, hidden(this.kind === 'header' ? HEADER_VALUE : QUERY_VALUE));
  }

  override _bind(scope: Construct, { where }: BackendContext): BoundCredentials {
    if (looksLikeKey(this.name, this.value)) {
      Annotations.of(scope).addWarning(
        `${where}.value: it looks like a secret (${this.value.length} characters), and stands as plain text ` +
          'in the synthesized JSON, in plans and in the state: use BackendCredentials.namedValue or keyVaultSecret',
      );
    }
    return { [this.kind]: { [this.name]: terraformText(this.value) } };
  }
}

class Certificate extends BackendCredentials {
  constructor(private readonly thumbprint: string) {
    super();
  }

  override get _sends(): string | undefined {
    return sentAs('certificate', this.thumbprint);
  }

  override _validate(faults: Faults, where: string): void {
    faults.text(`${where}.thumbprint`, this.thumbprint, hidden(THUMBPRINT));
  }

  override _bind(): BoundCredentials {
    return { certificate: [this.thumbprint] };
  }
}

/** Whatever is given to credentials may be the secret itself, or hold it: the wrong way round, or in the wrong place. */
function hidden(rule: TextRule): TextRule {
  return { ...rule, isSecret: true };
}

const SECRET_ID = {
  pattern: /^https:\/\/[a-z0-9-]+\.[a-z0-9.-]+\/secrets\/[\w-]+(?:\/\w+)?\/?$/i,
  allowed: "the id of a Key Vault's secret is needed, as in https://vault.vault.azure.net/secrets/name",
};
/** The policy that asks for the token takes an expression there too; half of one would break it. */
const TOKEN_RESOURCE = {
  pattern: /^(?!.*@[({])[^\s\p{C}]+$/u,
  longest: 1000,
  allowed: 'an application id URI of up to 1000 characters is allowed, as in api://orders',
};
const HEADER_VALUE = {
  pattern: /^[\t\x20-\x2b\x2d-\x7e]+$/,
  isEscaped: true,
  allowed: 'printable ASCII is allowed, and no comma: the azurerm provider splits the value there',
};
const QUERY_VALUE = {
  pattern: /^[^,\p{C}]+$/u,
  isEscaped: true,
  allowed: 'text is allowed, and no comma: the azurerm provider splits the value there',
};
const THUMBPRINT = { pattern: /^[\da-f]{40,64}$/i, allowed: 'a thumbprint of 40 to 64 hexadecimal digits is needed' };

/** azurerm takes as the name of a named value what it takes as an operation's id. */
const MADE_NAME = {
  pattern: OPERATION_ID.pattern,
  allowed:
    "a named value of that name would be made, of the backend's name and the header: 1 to 80 letters, digits, hyphens and underscores are allowed, a letter or digit first and last",
};

function madeName(backendName: string, header: string): string {
  return `${backendName}-${header.toLowerCase().replace(/[^\w-]/g, '-')}`;
}

/** Names of headers are the same in capital letters. */
function sentAs(kind: 'header' | 'query' | 'certificate', name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  return `${kind} ${kind === 'query' ? name : name.toLowerCase()}`;
}

/** A named value, as a policy or credential refers to it. */
function reference(namedValueName: string): string {
  return `{{${namedValueName}}}`;
}

const SECRET_NAMES = /key|token|secret|password|authorization|signature|credential|^code$/i;

/** A value that a person would not have typed: a long word with digits and letters; or one whose name says it. */
function looksLikeKey(name: string, value: string): boolean {
  if (Token.isUnresolved(value)) return false;
  // A reference to a named value is how it should be.
  const bare = value.replace(/^(?:bearer|basic)\s+/i, '').replace(/\{\{[\w.-]+\}\}/g, '');
  const words = bare.match(/[\w=~]{16,}/g) ?? [];
  const isRandom = words.some((word) => /\d/.test(word) && /[a-z]/i.test(word));
  return isRandom || (SECRET_NAMES.test(name) && bare.length >= 8);
}
