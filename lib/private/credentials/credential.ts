import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { IApiManagement } from '../../api-management';
import type { ManagedIdentityProps } from '../../backend-credentials-props';
import type { Faults } from '../faults';
import type { TextRule } from '../text-rule';

/** One kind of credentials. */
export interface Credential {
  /** What the backend sends with it: nothing can be sent twice. */
  readonly sends?: string;
  /** The token that the policy of the API asks for. */
  readonly policyToken?: ManagedIdentityProps;
  validate(faults: Faults, where: string, backendName: string): void;
  /** Makes what the credentials need, and says what the backend sends. */
  bind(scope: Construct, backend: BackendContext): BoundCredential;
}

/** The backend that the credentials are for. */
export interface BackendContext {
  /** Where the credentials stand among the backend's props. */
  readonly where: string;
  readonly apiManagement: IApiManagement;
  readonly backendName: string;
  readonly azurermProvider?: TerraformProvider;
  readonly azapiProvider?: TerraformProvider;
}

/** What the backend itself is given. */
export interface BoundCredential {
  readonly header?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly certificate?: string[];
  readonly managedIdentity?: ManagedIdentityProps;
  readonly dependsOn?: ITerraformDependable[];
}

/** Whatever is given to credentials may be the secret itself, or hold it: the wrong way round, or in the wrong place. */
export function hidden(rule: TextRule): TextRule {
  return { ...rule, isSecret: true };
}

/** Names of headers are the same in capital letters. */
export function sentAs(kind: 'header' | 'query' | 'certificate', name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  return `${kind} ${kind === 'query' ? name : name.toLowerCase()}`;
}

/** A named value, as a policy or credential refers to it. */
export function reference(namedValueName: string): string {
  return `{{${namedValueName}}}`;
}
