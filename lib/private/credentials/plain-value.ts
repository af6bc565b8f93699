import { Annotations, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Faults } from '../faults';
import type { TextRule } from '../text-rule';
import { HEADER_NAME } from '../rules';
import { terraformText } from '../terraform-text';
import { BackendContext, BoundCredential, Credential, hidden, sentAs } from './credential';

/** A header or query parameter with a plain-text value. */
export class PlainValue implements Credential {
  readonly sends: string | undefined;

  constructor(
    private readonly kind: 'header' | 'query',
    private readonly name: string,
    readonly text: string,
  ) {
    this.sends = sentAs(kind, name);
  }

  validate(faults: Faults, where: string): void {
    faults.text(`${where}.name`, this.name, hidden(HEADER_NAME));
    faults.text(`${where}.value`, this.text, hidden(this.kind === 'header' ? HEADER_VALUE : QUERY_VALUE));
  }

  bind(scope: Construct, { where }: BackendContext): BoundCredential {
    if (looksLikeKey(this.name, this.text)) {
      Annotations.of(scope).addWarning(
        `${where}.value: it looks like a secret (${this.text.length} characters) and appears as plain text ` +
          'in the synthesized JSON, in plans and in the state: use BackendCredentials.namedValue or keyVaultSecret',
      );
    }
    return { [this.kind]: { [this.name]: terraformText(this.text) } };
  }
}

const HEADER_VALUE: TextRule = {
  pattern: /^[\t\x20-\x2b\x2d-\x7e]+$/,
  isEscaped: true,
  allowed: 'printable ASCII without commas is allowed: the azurerm provider splits the value at commas',
};

const QUERY_VALUE: TextRule = {
  pattern: /^[^,\p{C}]+$/u,
  isEscaped: true,
  allowed: 'text without commas is allowed: the azurerm provider splits the value at commas',
};

const SECRET_NAMES = /key|token|secret|password|authorization|signature|credential|^code$/i;

/**
 * Returns whether a value looks like a secret: it contains a long word of digits and letters, or its name suggests a
 * secret.
 */
function looksLikeKey(name: string, value: string): boolean {
  if (Token.isUnresolved(value)) return false;
  // A reference to a named value is the recommended form.
  const bare = value.replace(/^(?:bearer|basic)\s+/i, '').replace(/\{\{[\w.-]+\}\}/g, '');
  const words = bare.match(/[\w=~]{16,}/g) ?? [];
  const isRandom = words.some((word) => /\d/.test(word) && /[a-z]/i.test(word));
  return isRandom || (SECRET_NAMES.test(name) && bare.length >= 8);
}
