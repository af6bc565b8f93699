import { immediate, Step } from '../engine/step';
import { registerClass } from '../expressions/runtime-type';
import { type } from '../expressions/types';
import type { PolicySource } from './policy-source';
import type { Reading } from './reading';

/** A recognizable placeholder token; no real token is requested. */
export function bearerToken(source: PolicySource): Reading<string> {
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
  const username = source.requiredText('username');
  const password = source.requiredText('password');
  return immediate((exchange) => {
    const credentials = Buffer.from(`${username(exchange)}:${password(exchange)}`).toString('base64');
    exchange.request.headers.set('Authorization', `Basic ${credentials}`);
  });
}

/** The `Authorization` that the variable contains. */
class AuthorizationContext {
  constructor(readonly accessToken: string) {}
}
registerClass(AuthorizationContext, type('Authorization'));

/**
 * Stores a recognizable placeholder token; the connection to the credential provider is assumed to work.
 *
 * @see https://learn.microsoft.com/azure/api-management/get-authorization-context-policy
 */
export function getAuthorizationContext(source: PolicySource): Step {
  const provider = source.requiredText('provider-id');
  const authorization = source.requiredText('authorization-id');
  const variable = source.requiredText('context-variable-name');
  return immediate((exchange) => {
    const token = `simulated-token-for-${provider(exchange)}/${authorization(exchange)}`;
    exchange.variables.set(variable(exchange), new AuthorizationContext(token));
  });
}
