import { type PolicyElement, readPolicy, writePolicy } from '../../lib/policy';
import type { Declaration } from '../../simulator/deployment/declaration';
import { isKnown } from '../../simulator/deployment/terraform/value';
import type { AdoptedService } from './adopted-service';
import type { Code } from './code';

/** A policy document as it is in the input, before named values are inserted. */
export interface PolicyDocument {
  readonly text: string;
  readonly document: PolicyElement;
}

export const TEXT_UNKNOWN =
  'its text is a link, or contains values that are known only after deployment; a state contains the whole text';

/** @returns undefined if the text is not known. */
export function documentOf({ properties, isAzapi }: Declaration): PolicyDocument | undefined {
  const text = properties.value('xml_content') ?? properties.value('value');
  const format = properties.value('format');
  const isLink = typeof format === 'string' && format.endsWith('-link');
  if (typeof text !== 'string' || isLink || !isKnown(text)) return undefined;
  const document = readPolicy(text);
  // azurerm sends literal expressions; azapi can send escaped ones.
  return { text: isAzapi ? rewritten(document, text) : text, document };
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
