import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { IApiManagement } from '../../api-management';
import type { ManagedIdentityOptions } from '../../backend-credentials-options';
import type { Faults } from '../faults';
import type { TextRule } from '../text-rule';

/** One kind of credentials. */
export interface Credential {
  /** The header, query parameter or certificate that is sent; each can be sent only once. */
  readonly sends?: string;
  /** The token that the API policy requests. */
  readonly policyToken?: ManagedIdentityOptions;
  /** The value that is sent, which may name a named value of the caller. */
  readonly text?: string;
  /** The name of the named value that stores the secret, if the credential declares one. */
  storedName?(backendName: string): string | undefined;
  validate(faults: Faults, where: string, backendName: string): void;
  /** Creates the resources that the credentials need, and returns the settings of the backend. */
  bind(scope: Construct, backend: BackendContext): BoundCredential;
}

/** The backend that the credentials belong to. */
export interface BackendContext {
  /** The location of the credentials in the props of the backend. */
  readonly where: string;
  readonly apiManagement: IApiManagement;
  readonly backendName: string;
  readonly azurermProvider?: TerraformProvider;
  readonly azapiProvider?: TerraformProvider;
}

/** The settings of the backend itself. */
export interface BoundCredential {
  readonly header?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly certificate?: string[];
  readonly managedIdentity?: ManagedIdentityOptions;
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * Hides the received value from messages: any argument may contain the secret if arguments are swapped or misplaced.
 */
export function hidden(rule: TextRule): TextRule {
  return { ...rule, isSecret: true };
}

/** Returns a key for what is sent. The names of headers are case-insensitive. */
export function sentAs(kind: 'header' | 'query' | 'certificate', name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  return `${kind} ${kind === 'query' ? name : name.toLowerCase()}`;
}

/** Returns the reference to a named value for use in policies and credentials. */
export function reference(namedValueName: string): string {
  return `{{${namedValueName}}}`;
}
