import { HEADER_NAME, NAMED_VALUE_NAME } from '../../lib/private/rules';
import { isKnown, isList, isObject, own, type Value, type ValueObject } from '../../simulator/deployment/value';
import type { AdoptedService } from './adopted-service';
import { isAllowed } from './allowed';
import { array, call, type Code, object, string } from './code';
import { given } from './values';

/** The credentials of a backend, as azurerm or Azure names them. */
export interface Credentials {
  readonly header: ReadonlyMap<string, Value>;
  readonly query: ReadonlyMap<string, Value>;
  readonly certificate: readonly string[];
  readonly authorization?: ValueObject;
  readonly managedIdentity?: ValueObject;
}

export function readCredentials(value: Value | undefined): Credentials {
  const credentials = objectIn(value) ?? {};
  const certificate = given(own(credentials, 'certificate'));
  return {
    header: byName(own(credentials, 'header')),
    query: byName(own(credentials, 'query')),
    certificate: isList(certificate) ? certificate.filter((each) => typeof each === 'string') : [],
    authorization: objectIn(own(credentials, 'authorization')),
    managedIdentity: objectIn(own(credentials, 'managedIdentity')),
  };
}

/** Returns a block: an object, or the only one in a list. */
export function objectIn(value: Value | undefined): ValueObject | undefined {
  const known = given(value);
  const block = isList(known) ? known[0] : known;
  return isObject<ValueObject>(block) ? block : undefined;
}

function byName(value: Value | undefined): ReadonlyMap<string, Value> {
  const known = given(value);
  return new Map(isObject<ValueObject>(known) ? Object.entries(known) : []);
}

const REFERENCE = /^\{\{([\w.-]+)\}\}$/;
/** A text around a named value that contains no secret, such as `Bearer {{token}}`. */
const AROUND_REFERENCE = /^(?:[A-Za-z]{1,20} )?\{\{[\w.-]+\}\}$/;

/** Returns why no construct can express the credentials; undefined if they can. */
export function credentialsFault({ header, query, certificate, managedIdentity }: Credentials): string | undefined {
  const headers = [...header.keys()].map((name) => name.toLowerCase());
  const names = [...header.keys(), ...query.keys()];
  if (!names.every((name) => isAllowed(name, HEADER_NAME))) return 'the name of a header or parameter is not valid';
  if (new Set(headers).size < headers.length) return 'two headers have the same name';
  if (managedIdentity && headers.includes('authorization')) return 'two credentials send the header authorization';
  if (!certificate.every((each) => /^[\da-f]{40,64}$/i.test(each))) return 'a certificate is not a thumbprint';
  if (managedIdentity && typeof own(managedIdentity, 'resource') !== 'string')
    return 'its managed identity is not known';
  return undefined;
}

export function credentialsCode(
  backend: string,
  { header, query, certificate, managedIdentity }: Credentials,
  service: AdoptedService,
): Code | undefined {
  const { program } = service;
  const of = (kind: string, ...args: readonly Code[]): Code =>
    call(`${program.own('BackendCredentials')}.${kind}`, args);
  const items = [
    ...[...header].map(([name, value]) => {
      const text = textOf(value);
      const namedValue = text === undefined ? undefined : REFERENCE.exec(text)?.[1];
      if (namedValue !== undefined && isAllowed(namedValue, NAMED_VALUE_NAME)) {
        return of('namedValue', string(name), string(namedValue));
      }
      return of('header', string(name), secretCode(value, [backend, name], `header ${name}`, backend, service));
    }),
    ...[...query].map(([name, value]) =>
      of('query', string(name), secretCode(value, [backend, name], `query parameter ${name}`, backend, service)),
    ),
    ...certificate.map((thumbprint) => of('certificate', string(thumbprint))),
    ...(managedIdentity ? [of('backendManagedIdentity', identityCode(managedIdentity))] : []),
  ];
  return items.length === 0 ? undefined : array(items);
}

function identityCode(identity: ValueObject): Code {
  const resource = own(identity, 'resource');
  const clientId = own(identity, 'clientId');
  return object([
    ['resource', string(typeof resource === 'string' ? resource : '')],
    ['clientId', typeof clientId === 'string' && clientId !== '' ? string(clientId) : undefined],
  ]);
}

/** Returns the code of a value that can be a secret: a variable, unless the value is a reference to a named value. */
export function secretCode(
  value: Value | undefined,
  parts: readonly string[],
  what: string,
  backend: string,
  service: AdoptedService,
): Code {
  const text = textOf(value);
  if (text !== undefined && AROUND_REFERENCE.test(text)) return string(text);
  return service.variable(parts, `The ${what} of the backend ${backend}`, true);
}

/** Azure accepts several values for each name. */
function textOf(value: Value | undefined): string | undefined {
  const only = isList(value) && value.length === 1 ? value[0] : value;
  return typeof only === 'string' && isKnown(only) ? only : undefined;
}

/** Returns the `authorization` block as it is, with its secret as a variable. */
export function authorizationCode(backend: string, authorization: ValueObject, service: AdoptedService): Code {
  const scheme = own(authorization, 'scheme');
  const parameter = own(authorization, 'parameter');
  return object([
    ['scheme', typeof scheme === 'string' ? string(scheme) : undefined],
    [
      'parameter',
      parameter === undefined
        ? undefined
        : secretCode(parameter, [backend, 'authorization'], 'authorization parameter', backend, service),
    ],
  ]);
}
