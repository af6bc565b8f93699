import { IResolveContext } from 'cdktf';
import { lateText } from './late';

/** cdktf's tokens as they stand in a text; one for a number is a number itself, that nobody else means. */
const TOKENS = /(\$\{TfToken\[[\w:.-]+\]\}|-8\.10956\d+e\+298)/;

/** Whether a text holds a token, for a text or for a number. */
export function holdsToken(text: string): boolean {
  return TOKENS.test(text);
}

/** Whether all of a text is one token. */
export function isOneToken(text: string): boolean {
  return text.replace(TOKENS, '') === '' && text !== '';
}

/** Whether Terraform would read more of a text than its tokens: a template, or a `$` that escapes a token. */
export function holdsTemplate(text: string): boolean {
  return /[$%]\{(?!TfToken\[)|\$\$\{/.test(text);
}

/**
 * A text that reaches Azure as it is: `${` and `%{` in it are not read by Terraform, and cdktf's tokens still resolve.
 *
 * cdktf itself takes any `${` for the start of a Terraform expression, so pieces and tokens are resolved one by one.
 */
export function terraformText(text: string): string {
  const isPlain = !/[$%]\{/.test(text) && !holdsToken(text);
  return isPlain ? text : lateText((context) => resolveText(text, context));
}

/** The same for a text that is known only when the stack is synthesized. */
export function lazyTerraformText(produce: () => string): string {
  return lateText((context) => resolveText(produce(), context));
}

function resolveText(text: string, context: IResolveContext): string {
  // What a pattern in parentheses splits by is kept: texts and tokens take turns.
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

/** A `$` before a token would escape the token's own `${`. */
function escaped(text: string, isBeforeToken: boolean): string {
  const doubled = text.replace(/([$%])\{/g, '$1$1{');
  return isBeforeToken ? doubled.replace(/\$+$/, (dollars) => `\${"${dollars}"}`) : doubled;
}
