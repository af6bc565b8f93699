import { budget } from './budget';
import { argumentNull, formatException } from './errors';
import { GuidValue } from './value';

const GUID = /^([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})$/i;
/** Without separators, or in braces or parentheses. */
const OTHER_FORMS = /^(?:([\da-f]{32})|\{([\da-f-]{36})\}|\(([\da-f-]{36})\))$/i;

/** @throws CSharpException for text in no form of a Guid */
export function parseGuid(text: string | null): GuidValue {
  if (text === null) throw argumentNull('input');
  budget.scan(text.length);
  const trimmed = text.trim();
  const [, plain, inBraces, inBrackets] = OTHER_FORMS.exec(trimmed) ?? [];
  const dashed = plain?.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') ?? inBraces ?? inBrackets ?? trimmed;
  if (!GUID.test(dashed)) throw formatException('Unrecognized Guid format.');
  return new GuidValue(dashed.toLowerCase());
}
