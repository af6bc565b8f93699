import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';

/** @see https://learn.microsoft.com/azure/api-management/check-header-policy */
export function checkHeader(source: PolicySource): Step {
  const name = source.requiredText('name');
  const code = source.requiredNumber('failed-check-httpcode', { least: 200, most: 599 });
  const message = source.requiredText('failed-check-error-message');
  const ignoresCase = source.requiredFlag('ignore-case');
  const allowed = source.texts('value');
  return immediate((exchange) => {
    const values = exchange.request.headers.values(name(exchange)) ?? [];
    const isSame = ignoresCase(exchange)
      ? (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
      : (a: string, b: string) => a === b;
    const passes =
      values.length > 0 &&
      (allowed.length === 0 || allowed.some((each) => values.some((v) => isSame(v, each(exchange)))));
    if (passes) return 'next';
    const reason = values.length === 0 ? 'HeaderNotFound' : 'HeaderValueNotAllowed';
    return exchange.fail({ reason, message: message(exchange), statusCode: code(exchange) });
  });
}
