import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';
import { parseJwt } from '../expressions';

/**
 * Accepts or rejects tokens as the scenario specifies; tokens are not validated.
 *
 * @see https://learn.microsoft.com/azure/api-management/validate-jwt-policy
 * @see https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy
 */
export function validateToken(source: PolicySource): Step {
  const code = source.number('failed-validation-httpcode', { least: 200, most: 599 }) ?? (() => 401);
  const message = source.text('failed-validation-error-message') ?? (() => 'JWT is invalid or not present.');
  const variable = source.constant('output-token-variable-name');
  const given = source.text('token-value');
  const header = source.text('header-name') ?? (() => 'Authorization');
  const parameter = source.text('query-parameter-name');
  return immediate((exchange) => {
    if (!exchange.services.acceptsTokens) {
      return exchange.fail({ reason: 'TokenInvalid', message: message(exchange), statusCode: code(exchange) });
    }
    if (variable === undefined) return 'next';
    const inQuery = parameter && exchange.request.url.searchParams.get(parameter(exchange));
    const inHeader = exchange.request.headers.get(header(exchange))?.replace(/^Bearer /i, '');
    exchange.variables.set(variable, parseJwt(given?.(exchange) ?? inQuery ?? inHeader ?? ''));
    return 'next';
  });
}
