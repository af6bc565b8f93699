import { redact } from '../../lib/messages';
import { BACKEND_NAME, freeBytes, HTTP_URL } from '../../lib/private/rules';
import { isPool } from '../../simulator/deployment/backends';
import type { Declaration } from '../../simulator/deployment/declaration';
import type { DeployedBackend } from '../../simulator/deployment';
import { isKnown, isList, own, type Value } from '../../simulator/deployment/value';
import type { AdoptedService } from './adopted-service';
import { isAllowed } from './allowed';
import { argumentOf, unmerged } from './arguments';
import { ruleCode, ruleFault } from './breaker';
import { call, type Code, constant, construct, object, raw, string } from './code';
import {
  authorizationCode,
  credentialsCode,
  credentialsFault,
  objectIn,
  readCredentials,
  secretCode,
} from './credentials';
import { keepAzapi, keepBackend } from './kept-backend';
import { codeOf, given, textCode } from './values';

/** Writes the backends of a service. */
export function writeBackends(service: AdoptedService): void {
  const deployed = new Map(service.input.service.backends.map((backend) => [backend.model.address, backend]));
  for (const declaration of service.of('backends')) {
    const backend = deployed.get(declaration.resource.address);
    if (backend && !isPool(declaration)) writeBackend(declaration, backend, service);
  }
}

/** Returns the constant of a backend. One without a construct gets a reference. */
export function backendNamed(name: string, service: AdoptedService): string {
  const key = name.toLowerCase();
  const known = service.backends.get(key);
  if (known !== undefined) return known;
  const { program } = service;
  const identifier = service.constantFor(name);
  const rule = service.rules.get(key)?.();
  const args = ['stack', service.id('existing-backend', name), service.armId(`/backends/${name}`)];
  const value = call(`${program.own('CircuitBreakerBackend')}.fromBackendId`, [...args, ...(rule ? [rule] : [])]);
  program.add(constant(identifier, value));
  service.backends.set(key, identifier);
  return identifier;
}

function writeBackend(declaration: Declaration, backend: DeployedBackend, service: AdoptedService): void {
  const { resource, names } = declaration;
  const [name] = names;
  const { breaker } = backend.model;
  const why = faultOf(declaration, backend);
  if (why !== undefined) {
    const keep = declaration.isAzapi ? keepAzapi : keepBackend;
    if (!keep(declaration, service)) return;
    service.report.addKept(resource.address, `declared without a construct, because ${why}`);
    const ruleName = ruleNameOf(declaration);
    if (breaker === undefined) {
      service.rules.set(name.toLowerCase(), () => noRule(service));
    } else if (breaker !== 'unknown' && ruleFault(ruleName, breaker) === undefined) {
      service.rules.set(name.toLowerCase(), () => ruleCode(ruleName, breaker, service.program) ?? defaultRule(service));
    } else {
      service.unknownToConstructs.add(name.toLowerCase());
    }
    return;
  }
  const identifier = service.constantFor(name);
  const className = service.program.own('CircuitBreakerBackend');
  const settings = settingsOf(declaration, backend, service);
  service.program.add(constant(identifier, construct(className, ['stack', service.id('backend', name), settings])));
  const api = readCredentials(declaration.properties.value('credentials')).managedIdentity ? API_VERSION : '';
  service.import(resource, identifier, 'Resource', service.armId(`/backends/${name}${api}`));
  service.backends.set(name.toLowerCase(), identifier);
  service.report.addWritten(resource.address, `${className} '${name}'`);
  writeOverrides(declaration, identifier, service);
}

const API_VERSION = '?api-version=2024-10-01-preview';

function defaultRule({ program }: AdoptedService): Code {
  return call(`${program.own('CircuitBreakerRule')}.gatewayFailures`, []);
}

/** Returns why no construct can express the backend; undefined if one can. */
function faultOf(declaration: Declaration, { model: { breaker } }: DeployedBackend): string | undefined {
  const { properties, names, isAzapi } = declaration;
  if (!isAllowed(names[0], BACKEND_NAME)) return 'its name is not valid';
  const url = properties.value('url');
  if (typeof url === 'string' && isKnown(url) && !isAllowed(url, HTTP_URL)) return 'its url is no HTTP or HTTPS URL';
  for (const [text, longest] of [
    ['title', 300],
    ['description', 2000],
  ] as const) {
    const value = given(properties.value(text));
    if (typeof value === 'string' && !isAllowed(value, freeBytes(longest))) return `its ${text} is not valid`;
  }
  if (isAzapi) {
    const protocol = properties.value('protocol');
    const unknown = AZAPI_ONLY.find((each) => given(properties.value(each)) !== undefined);
    if (unknown !== undefined) return `azurerm has no ${unknown}`;
    if (protocol !== undefined && protocol !== 'http') return 'its protocol is not http';
    const [rule] = rulesOf(declaration);
    if (rule && own(rule, 'failureResponse') !== undefined) return 'azurerm has no failureResponse';
    const credentials = objectIn(properties.value('credentials'));
    if (credentials && given(own(credentials, 'certificateIds'))) return 'azurerm has no certificateIds';
  }
  const fault = credentialsFault(readCredentials(properties.value('credentials')));
  if (fault !== undefined || breaker === undefined) return fault;
  if (breaker === 'unknown') return 'its circuit breaker is not known';
  return ruleFault(ruleNameOf(declaration), breaker);
}

const AZAPI_ONLY = ['azureRegion', 'properties'];

function settingsOf(declaration: Declaration, { model: { breaker } }: DeployedBackend, service: AdoptedService): Code {
  const { properties, names, resource } = declaration;
  const [name] = names;
  const rule =
    typeof breaker === 'object' ? ruleCode(ruleNameOf(declaration), breaker, service.program) : noRule(service);
  const tls = objectIn(properties.value('tls') ?? unmerged(declaration, 'tls')) ?? {};
  const off = (azurerm: string, azapi: string): Code | undefined =>
    [own(tls, azurerm), own(tls, azapi)].some((value) => value === false || value === 'false')
      ? raw('false')
      : undefined;
  return object([
    ['apiManagement', raw(service.identifier)],
    ['name', string(name)],
    ['url', urlCode(properties.value('url'), name, service)],
    ['title', textCode(properties.value('title'), [name, 'title'], service)],
    ['description', textCode(properties.value('description'), [name, 'description'], service)],
    ['circuitBreaker', rule],
    ['credentials', credentialsCode(name, readCredentials(properties.value('credentials')), service)],
    ['proxy', proxyCode(properties.value('proxy'), name, service)],
    ['validateCertificateChain', off('validate_certificate_chain', 'validateCertificateChain')],
    ['validateCertificateName', off('validate_certificate_name', 'validateCertificateName')],
    ['acknowledge', service.acknowledgements([resource.address])],
  ]);
}

function noRule({ program }: AdoptedService): Code {
  return call(`${program.own('CircuitBreakerRule')}.none`, []);
}

/** A URL with a user or a query can contain a secret. */
function urlCode(value: Value | undefined, name: string, service: AdoptedService): Code {
  if (typeof value === 'string' && isKnown(value) && redact(value) === value) return string(value);
  const isSecret = typeof value === 'string' && isKnown(value);
  return service.variable([name, 'url'], `The URL of the backend ${name}`, isSecret);
}

function proxyCode(value: Value | undefined, name: string, service: AdoptedService): Code | undefined {
  const proxy = objectIn(value);
  if (!proxy) return undefined;
  const password = given(own(proxy, 'password'));
  return object([
    ['url', urlCode(own(proxy, 'url'), `${name}-proxy`, service)],
    ['username', secretCode(own(proxy, 'username'), [name, 'proxy', 'username'], 'proxy user', name, service)],
    [
      'password',
      password === undefined
        ? undefined
        : secretCode(password, [name, 'proxy', 'password'], 'proxy password', name, service),
    ],
  ]);
}

/** Sets what the construct does not expose. */
function writeOverrides(declaration: Declaration, identifier: string, service: AdoptedService): void {
  const { properties, resource, names, isAzapi } = declaration;
  const kept: string[] = [];
  const keep = (argument: string, code: Code): void => {
    service.program.override(identifier, 'Resource', argument, code);
    kept.push(argument);
  };
  for (const argument of ['resource_id', 'service_fabric_cluster']) {
    const value = argumentOf(declaration, argument);
    if (value !== undefined) keep(argument, codeOf(value, [names[0], argument], 'snake', service));
  }
  const protocol = properties.value('protocol');
  if (!isAzapi && typeof protocol === 'string' && protocol !== 'http') keep('protocol', string(protocol));
  const { authorization } = readCredentials(properties.value('credentials'));
  if (authorization) keep('credentials.authorization', authorizationCode(names[0], authorization, service));
  if (kept.length > 0) service.report.addKept(resource.address, `${kept.join(', ')} (escape hatch)`);
}

function rulesOf({ properties }: Declaration): ReturnType<typeof objectIn>[] {
  const rules = given(own(objectIn(properties.value('circuitBreaker')) ?? {}, 'rules'));
  return isList(rules) ? rules.map((rule) => objectIn(rule)) : [];
}

function ruleNameOf(declaration: Declaration): string {
  const { properties, isAzapi } = declaration;
  const rule = isAzapi ? rulesOf(declaration)[0] : objectIn(properties.value('rules'));
  const name = rule && own(rule, 'name');
  return typeof name === 'string' && isKnown(name) ? name : 'rule';
}
