import { PolicyElement, spacedTexts, writePolicy } from '../policy';
import { shortHash } from './short-hash';
import { withoutTokens } from './terraform-text';

/**
 * Writes a policy document so that Terraform sees every change. azurerm ignores white space when it compares documents,
 * also where it has a meaning, so a comment contains a hash of the texts with such white space.
 */
export function writtenPolicy(document: PolicyElement): string {
  const texts = spacedTexts(document);
  return writePolicy(
    texts.length === 0 ? document : withComment(document, ` hash of texts with white space: ${hashOf(texts)} `),
  );
}

/** Adds a comment at the start of the first section. */
function withComment(document: PolicyElement, value: string): PolicyElement {
  const [first, ...others] = document.children;
  if (first.kind !== 'element') return document;
  const commented: PolicyElement = { ...first, children: [{ kind: 'comment', value }, ...first.children] };
  return { ...document, children: [commented, ...others] };
}

/** The number of a token depends on the run, so it is not hashed. */
function hashOf(texts: readonly string[]): string {
  return shortHash(JSON.stringify(texts.map(withoutTokens)));
}
