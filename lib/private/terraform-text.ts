import { IResolveContext } from 'cdktf';
import { lateText } from './late';

/** The tokens of cdktf in a text. The token for a number is itself a number with a reserved value. */
const TOKENS = /(\$\{TfToken\[[\w:.-]+\]\}|-8\.10956\d+e\+298)/;

/** Returns whether a text contains a token for a string or a number. */
export function holdsToken(text: string): boolean {
  return TOKENS.test(text);
}

/** Returns a text for a message: the number of a token depends on the run, so it is not shown. */
export function withoutTokens(text: string): string {
  return text.replace(/[$#&]\{TfToken\[[\w:.-]+\]\}|-8\.10956\d+e\+298/g, '<token>');
}

/** Returns whether the whole text is one token. */
export function isOneToken(text: string): boolean {
  return text.replace(TOKENS, '') === '' && text !== '';
}

/**
 * Returns whether Terraform would interpret more of a text than its tokens: a template, or a `$` that escapes a token.
 */
export function holdsTemplate(text: string): boolean {
  return /[$%]\{(?!TfToken\[)|\$\$\{/.test(text);
}

/**
 * Returns a text that reaches Azure unchanged: Terraform does not interpret `${` and `%{` in it, and cdktf still
 * resolves its tokens.
 *
 * cdktf treats any `${` as the start of a Terraform expression, so pieces and tokens are resolved one by one.
 */
export function terraformText(text: string): string {
  const isPlain = !/[$%]\{/.test(text) && !holdsToken(text);
  return isPlain ? text : lateText((context) => resolveText(text, context));
}

/** Like `terraformText`, for a text that is known only when the stack is synthesized. */
export function lazyTerraformText(produce: () => string): string {
  return lateText((context) => resolveText(produce(), context));
}

function resolveText(text: string, context: IResolveContext): string {
  // The pattern has a capturing group, so the pieces alternate between text and tokens.
  return text
    .split(TOKENS)
    .map((piece, index, { length }) =>
      index % 2 === 1 ? resolveToken(piece, context) : escaped(piece, index + 1 < length),
    )
    .join('');
}

function resolveToken(token: string, context: IResolveContext): string {
  return String(context.resolve(token.startsWith('-') ? Number(token) : token));
}

/** Escapes templates, and a trailing `$` before a token, which would escape the `${` of the token. */
function escaped(text: string, isBeforeToken: boolean): string {
  const doubled = text.replace(/([$%])\{/g, '$1$1{');
  return isBeforeToken ? doubled.replace(/\$+$/, (dollars) => `\${"${dollars}"}`) : doubled;
}
