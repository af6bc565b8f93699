import type { Faults } from '../faults';
import { HEADER_NAME, NAMED_VALUE_NAME } from '../rules';
import { BoundCredential, Credential, hidden, reference, sentAs } from './credential';

/** An existing named value in a header. */
export class NamedValue implements Credential {
  readonly sends: string | undefined;
  readonly text: string;

  constructor(
    private readonly header: string,
    private readonly namedValueName: string,
  ) {
    this.sends = sentAs('header', header);
    this.text = reference(namedValueName);
  }

  validate(faults: Faults, where: string): void {
    faults.text(`${where}.header`, this.header, hidden(HEADER_NAME));
    faults.text(`${where}.namedValueName`, this.namedValueName, hidden(NAMED_VALUE_NAME));
  }

  bind(): BoundCredential {
    return { header: { [this.header]: this.text } };
  }
}
