import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';

/** @see https://learn.microsoft.com/azure/api-management/check-header-policy */
export function checkHeader(source: PolicySource): Step {
  const name = source.requiredText('name');
  const code = source.requiredNumber('failed-check-httpcode', { least: 200, most: 599 });
  const message = source.requiredText('failed-check-error-message');
  const allowed = source.texts('value');
  // Without values, there is nothing to compare.
  const ignoresCase = allowed.length > 0 ? source.requiredFlag('ignore-case') : source.flag('ignore-case', false);
  return immediate((exchange) => {
    const values = exchange.request.headers.values(name(exchange)) ?? [];
    const compared = (text: string): string => (ignoresCase(exchange) ? text.toLowerCase() : text);
    const wanted = allowed.map((each) => compared(each(exchange)));
    const isAllowed = allowed.length === 0 || values.some((value) => wanted.includes(compared(value)));
    if (values.length > 0 && isAllowed) return 'next';
    const reason = values.length === 0 ? 'HeaderNotFound' : 'HeaderValueNotAllowed';
    return exchange.fail({ reason, message: message(exchange), statusCode: code(exchange) });
  });
}
