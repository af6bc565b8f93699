import { IResolveContext, Token } from 'cdktf';
import { lateText } from './late';

/** cdktf's tokens as they stand in a string. */
const TOKENS = /(\$\{TfToken\[[\w:.-]+\]\})/;

/**
 * A text that reaches Azure as it is: `${` and `%{` in it are not read by Terraform, and cdktf's tokens still resolve.
 *
 * cdktf itself takes any `${` for the start of a Terraform expression, so pieces and tokens are resolved one by one.
 */
export function terraformText(text: string): string {
  if (!needsEscape(text.split(TOKENS).filter((piece) => !isToken(piece)))) return text;
  return lateText((context) => resolveText(text, context));
}

/** The same for a text that is known only when the stack is synthesized. */
export function lazyTerraformText(produce: () => string): string {
  return lateText((context) => resolveText(produce(), context));
}

function needsEscape(pieces: readonly string[]): boolean {
  return pieces.some((piece) => /[$%]\{/.test(piece));
}

function resolveText(text: string, context: IResolveContext): string {
  return text
    .split(TOKENS)
    .map((piece) => context.resolve(isToken(piece) ? piece : piece.replace(/([$%])\{/g, '$1$1{')) as string)
    .join('');
}

function isToken(piece: string): boolean {
  return TOKENS.test(piece) && Token.isUnresolved(piece);
}
