import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';
import type { Reading } from './reading';

/** A recognizable placeholder token; no real token is requested. */
export function bearerToken(source: PolicySource): Reading<string> {
  source.allow('resource', 'client-id', 'output-token-variable-name', 'ignore-error');
  const resource = source.requiredText('resource');
  return (exchange) => `simulated-token-for-${resource(exchange)}`;
}

/** @see https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy */
export function authenticationManagedIdentity(source: PolicySource): Step {
  const token = bearerToken(source);
  const variable = source.constant('output-token-variable-name');
  return immediate((exchange) => {
    if (variable === undefined) exchange.request.headers.set('Authorization', `Bearer ${token(exchange)}`);
    else exchange.variables.set(variable, token(exchange));
  });
}

/** @see https://learn.microsoft.com/azure/api-management/authentication-basic-policy */
export function authenticationBasic(source: PolicySource): Step {
  source.allow('username', 'password');
  const username = source.requiredText('username');
  const password = source.requiredText('password');
  return immediate((exchange) => {
    const credentials = Buffer.from(`${username(exchange)}:${password(exchange)}`).toString('base64');
    exchange.request.headers.set('Authorization', `Basic ${credentials}`);
  });
}
