import type { Faults } from '../faults';
import type { TextRule } from '../text-rule';
import { BoundCredential, Credential, hidden, sentAs } from './credential';

/** A client certificate of the service. */
export class Certificate implements Credential {
  readonly sends: string | undefined;

  constructor(private readonly thumbprint: string) {
    this.sends = sentAs('certificate', thumbprint);
  }

  validate(faults: Faults, where: string): void {
    faults.text(`${where}.thumbprint`, this.thumbprint, hidden(THUMBPRINT));
  }

  bind(): BoundCredential {
    return { certificate: [this.thumbprint] };
  }
}

const THUMBPRINT: TextRule = {
  pattern: /^[\da-f]{40,64}$/i,
  allowed: 'a thumbprint of 40 to 64 hexadecimal digits is needed',
};
