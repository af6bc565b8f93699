import type { ManagedIdentityOptions } from '../../backend-credentials-options';
import { copied } from '../copies';
import type { Faults } from '../faults';
import type { TextRule } from '../text-rule';
import type { PropNames } from '../prop-names';
import { CLIENT_ID } from '../rules';
import { terraformText } from '../terraform-text';
import { BoundCredential, Credential, hidden } from './credential';

const MANAGED_IDENTITY: PropNames<ManagedIdentityOptions> = { resource: true, clientId: true };

/** A token of a managed identity, requested by the API policy or by the backend itself. */
export class ManagedIdentity implements Credential {
  readonly sends = 'header authorization';
  readonly policyToken: ManagedIdentityOptions | undefined;

  private readonly options: ManagedIdentityOptions;

  constructor(
    options: ManagedIdentityOptions,
    private readonly asker: 'policy' | 'backend',
  ) {
    this.options = copied(options, MANAGED_IDENTITY);
    this.policyToken = asker === 'policy' ? this.options : undefined;
  }

  validate(faults: Faults, where: string): void {
    if (!faults.settings(where, this.options, MANAGED_IDENTITY)) return;
    const { resource, clientId } = this.options;
    faults.text(`${where}.resource`, resource, hidden(this.asker === 'policy' ? POLICY_RESOURCE : BACKEND_RESOURCE));
    faults.optionalText(`${where}.clientId`, clientId, hidden(CLIENT_ID));
  }

  bind(): BoundCredential {
    if (this.asker === 'policy') return {};
    const { resource, clientId } = this.options;
    return { managedIdentity: { resource: terraformText(resource), clientId } };
  }
}

/**
 * The policy that requests the token evaluates expressions in this value; an incomplete expression would break the
 * policy.
 */
const POLICY_RESOURCE: TextRule = {
  pattern: /^(?!.*@[({])[^\s\p{C}]+$/u,
  longest: 1000,
  isEscaped: true,
  allowed: 'an application id URI of up to 1000 characters is allowed, such as api://orders',
};

/** Expressions are not evaluated in this value, and Azure allows at most 300 characters. */
const BACKEND_RESOURCE: TextRule = {
  pattern: POLICY_RESOURCE.pattern,
  longest: 300,
  isEscaped: true,
  allowed: 'an application id URI of up to 300 characters is allowed, such as api://orders',
};
