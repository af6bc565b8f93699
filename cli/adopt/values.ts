import { containsHidden, redact } from '../../lib/messages';
import { isKnown, isList, isObject, type Value, type ValueObject } from '../../simulator/deployment/value';
import type { AdoptedService } from './adopted-service';
import { array, type Code, object, raw, string } from './code';

/** How the names of arguments are written: as in Terraform, or as in the bindings. */
export type Naming = 'snake' | 'camel';

/** Returns the value without what is not set: in a state, unset arguments are null, empty, or an empty list. */
export function given(value: Value | undefined): Value | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (isList(value)) {
    const items = value.flatMap((item) => given(item) ?? []);
    return items.length === 0 ? undefined : items;
  }
  if (!isObject<ValueObject>(value)) return value;
  const entries = Object.entries(value).flatMap(([name, item]) => {
    const own = given(item);
    return own === undefined ? [] : [[name, own] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Returns why a text can be a secret: a sensitive variable, or a user, a query, or another part of a URL. */
function secretIn(text: string): string | undefined {
  if (containsHidden(text)) return 'which contains the value of a sensitive variable';
  return isSecretUrl(text) ? 'a URL that can contain a secret' : undefined;
}

function isSecretUrl(text: string): boolean {
  return /^\s*[a-z][a-z\d+.-]*:[/\\]{2}\S*\s*$/i.test(text) && redact(text) !== text;
}

/**
 * Returns the code of an argument that Terraform receives as it is: it interprets nothing in a text. A part that is not
 * known, or that can be a secret, becomes a variable.
 */
export function codeOf(value: Value, parts: readonly string[], naming: Naming, service: AdoptedService): Code {
  if (typeof value === 'string' && isKnown(value)) {
    const secret = secretIn(value);
    if (secret !== undefined) return service.variable(parts, `${parts.join(' ')}, ${secret}`, true);
    return string(value.replace(/[$%](?=\{)/g, '$&$&'));
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return raw(String(value));
  if (isList(value)) return array(value.map((item) => codeOf(item, parts, naming, service)));
  if (!isObject<ValueObject>(value)) return service.variable(parts, `${parts.join(' ')}, which is not known`, false);
  return object(
    Object.entries(value).map(([name, item]) => [
      naming === 'camel' ? camelCase(name) : name,
      codeOf(naming === 'camel' ? blockOf(name, item) : item, [...parts, name], naming, service),
    ]),
  );
}

/**
 * Returns a block as the bindings need it: an object if there can be only one, or else a list. Terraform JSON accepts
 * both for each.
 */
export function blockOf(name: string, value: Value): Value {
  if (SINGLE.has(name) && isList(value) && value.length === 1) return value[0];
  return REPEATED.has(name) && isObject<ValueObject>(value) ? [value] : value;
}

const SINGLE: ReadonlySet<string> = new Set([
  ...['contact', 'license', 'import', 'wsdl_selector', 'oauth2_authorization', 'openid_authentication', 'request'],
  ...['subscription_key_parameter_names', 'value_from_key_vault', 'circuit_breaker_rule', 'failure_condition'],
  ...['service_fabric_cluster', 'tls'],
]);

const REPEATED: ReadonlySet<string> = new Set([
  ...['status_code_range', 'server_x509_name', 'template_parameter', 'response', 'header', 'query_parameter'],
  ...['representation', 'form_parameter', 'example'],
]);

/** Returns the code of an optional text of a construct, which escapes it for Terraform. */
export function textCode(
  value: Value | undefined,
  parts: readonly string[],
  service: AdoptedService,
): Code | undefined {
  const text = given(value);
  if (text === undefined) return undefined;
  return typeof text === 'string' && isKnown(text) && secretIn(text) === undefined
    ? string(text)
    : codeOf(text, parts, 'camel', service);
}

export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
