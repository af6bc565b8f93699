import type { Declaration } from '../../simulator/deployment/declaration';
import { isObject, own, type Value, type ValueObject } from '../../simulator/deployment/value';
import type { AdoptedService } from './adopted-service';
import { array, type Code, constant, construct, object, statement, string, call } from './code';
import { authorizationCode, objectIn, readCredentials, secretCode } from './credentials';
import { isDeployed } from './input';
import { blockOf, camelCase, codeOf, given } from './values';

/** Writes a backend with the resource of azurerm. Returns whether it is written. */
export function keepBackend({ resource, properties, names }: Declaration, service: AdoptedService): boolean {
  const { program } = service;
  const [name] = names;
  const identifier = service.constantFor(name, 'resource');
  const argument = (azurerm: string): readonly [string, Code | undefined] => {
    const value = given(properties.value(azurerm));
    return [
      camelCase(azurerm),
      value === undefined ? undefined : codeOf(blockOf(azurerm, value), [name, azurerm], 'camel', service),
    ];
  };
  const settings = object([
    ['apiManagementName', `${service.identifier}.apiManagementName`],
    ['resourceGroupName', `${service.identifier}.resourceGroupName`],
    ['name', string(name)],
    ...['protocol', 'url', 'title', 'description', 'resource_id', 'circuit_breaker_rule', 'service_fabric_cluster'].map(
      argument,
    ),
    ...['tls'].map(argument),
    ['credentials', credentials(name, properties.value('credentials'), service)],
    ['proxy', proxy(name, properties.value('proxy'), service)],
  ]);
  const className = program.azurerm('azurerm_api_management_backend');
  program.add(constant(identifier, construct(className, ['stack', service.id('backend', name), settings])));
  if (isDeployed(resource))
    program.add(statement(call(`${identifier}.importFrom`, [service.armId(`/backends/${name}`)])));
  service.report.addWritten(resource.address, `${className} '${name}'`);
  return true;
}

function credentials(name: string, value: Value | undefined, service: AdoptedService): Code | undefined {
  const { header, query, certificate, authorization } = readCredentials(value);
  const secrets = (values: ReadonlyMap<string, Value>, kind: string): Code | undefined =>
    values.size === 0
      ? undefined
      : object([...values].map(([key, each]) => [key, secretCode(each, [name, key], `${kind} ${key}`, name, service)]));
  const all = [
    ['header', secrets(header, 'header')],
    ['query', secrets(query, 'query parameter')],
    ['certificate', certificate.length === 0 ? undefined : array(certificate.map((each) => string(each)))],
    ['authorization', authorization && authorizationCode(name, authorization, service)],
  ] as const;
  return all.every(([, code]) => code === undefined) ? undefined : object(all);
}

function proxy(name: string, value: Value | undefined, service: AdoptedService): Code | undefined {
  const block = objectIn(value);
  if (!block) return undefined;
  return object(
    Object.entries(block).map(([key, each]) => [
      key,
      secretCode(each, [name, 'proxy', key], `proxy ${key}`, name, service),
    ]),
  );
}

/** Writes a backend or pool with azapi, as it is. Returns whether it is written. */
export function keepAzapi(declaration: Declaration, service: AdoptedService): boolean {
  const { resource, names } = declaration;
  const { program } = service;
  const [name] = names;
  const body = resource.attribute('body');
  const type = resource.attribute('type');
  if (service.isUpdated(declaration) || !isObject<ValueObject>(body) || typeof type !== 'string') {
    service.report.addLeftOut(resource.address, 'no construct can express it, and its body is not one object', true);
    return false;
  }
  const identifier = service.constantFor(name, 'resource');
  const settings = object([['terraformResourceType', string('azapi_resource')]]);
  const value = construct(program.ofFramework('TerraformResource'), ['stack', service.id('azapi', name), settings]);
  const set = (argument: string, code: Code): Code =>
    statement(call(`${identifier}.addOverride`, [string(argument), code]));
  program.add(
    constant(identifier, value),
    set('type', string(type)),
    set('name', string(name)),
    set('parent_id', `${service.identifier}.apiManagementId`),
    set('body', bodyCode(name, body, service)),
  );
  if (isDeployed(resource)) {
    const version = type.includes('@') ? `?api-version=${type.split('@')[1]}` : '';
    program.add(statement(call(`${identifier}.importFrom`, [service.armId(`/backends/${name}${version}`)])));
  }
  service.report.addWritten(resource.address, `TerraformResource '${name}'`);
  return true;
}

/** The body, with its secrets as variables. */
function bodyCode(name: string, value: Value, service: AdoptedService, path: readonly string[] = []): Code {
  if (isObject<ValueObject>(value)) {
    return object(Object.keys(value).map((key) => [key, bodyCode(name, own(value, key)!, service, [...path, key])]));
  }
  const [, place, ...inside] = path;
  const isSecret =
    (place === 'credentials' && ['header', 'query', 'authorization'].includes(inside[0]) && inside[1] !== 'scheme') ||
    (place === 'proxy' && inside[0] !== 'url');
  if (!isSecret) return codeOf(value, [name, ...path.slice(1)], 'snake', service);
  const code = secretCode(value, [name, ...inside], inside.join(' '), name, service);
  return inside[0] === 'authorization' || place === 'proxy' ? code : array([code]);
}
