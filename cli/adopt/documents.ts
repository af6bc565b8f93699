import { containsHidden } from '../../lib/messages';
import { elementsOf, holdsExpression, type PolicyElement, readPolicy, writePolicy } from '../../lib/policy';
import type { Declaration } from '../../simulator/deployment/declaration';
import { isKnown } from '../../simulator/deployment/value';
import type { AdoptedService } from './adopted-service';
import type { Code } from './code';

/** A policy document as it is in the input, before named values are inserted. */
export interface PolicyDocument {
  readonly text: string;
  readonly document: PolicyElement;
}

export const TEXT_UNKNOWN =
  'its text contains sensitive values, or it is a link or known only after deployment, in which case a state contains the text';

/** @returns undefined if the text is not known, or contains the value of a sensitive variable. */
export function documentOf({ properties }: Declaration): PolicyDocument | undefined {
  const text = properties.value('xml_content') ?? properties.value('value');
  const format = properties.value('format');
  const isLink = typeof format === 'string' && format.endsWith('-link');
  if (typeof text !== 'string' || isLink || !isKnown(text) || containsHidden(text)) return undefined;
  const document = readPolicy(text);
  return { text: isLiteral(document, text) ? text : rewritten(document, text), document };
}

/**
 * Returns whether the text contains all expressions as C#. azurerm sends them like that, but azapi can send escaped ones,
 * and the state of an imported policy contains them.
 */
function isLiteral(document: PolicyElement, text: string): boolean {
  return elementsOf([document]).every(({ attributes, children }) => {
    const texts = children.flatMap((child) => (child.kind === 'text' ? child.value : []));
    return [...Object.values(attributes), ...texts].every((value) => !holdsExpression(value) || text.includes(value));
  });
}

function rewritten(document: PolicyElement, text: string): string {
  try {
    return writePolicy(document);
  } catch {
    return text;
  }
}

/** Writes the file of a document, and returns the code that reads it for a resource. */
export function documentCode(
  { text }: PolicyDocument,
  parts: readonly string[],
  service: AdoptedService,
): { readonly file: string; readonly code: Code } {
  return service.program.policy('document', service.fileParts(...parts), text);
}
