import { poolFaults } from '../../lib/failover';
import { BACKEND_NAME, freeText, HEADER_NAME } from '../../lib/private/rules';
import type { DeployedPool } from '../../simulator/deployment';
import { isPool } from '../../simulator/deployment/backends';
import type { Declaration } from '../../simulator/deployment/declaration';
import { isList, isObject, own, type Value, type ValueObject } from '../../simulator/deployment/value';
import type { AdoptedService } from './adopted-service';
import { isAllowed } from './allowed';
import { backendNamed } from './backends';
import { array, call, constant, construct, object, raw, shortObject, string } from './code';
import { objectIn } from './credentials';
import { keepAzapi } from './kept-backend';
import { codeOf, given, textCode } from './values';

/** Writes the pools of a service, after its backends. */
export function writePools(service: AdoptedService): void {
  const deployed = new Map(service.input.service.pools.map((pool) => [pool.model.address, pool]));
  for (const declaration of service.of('backends')) {
    const pool = deployed.get(declaration.resource.address);
    if (pool && isPool(declaration)) writePool(declaration, pool, service);
  }
}

function writePool(declaration: Declaration, pool: DeployedPool, service: AdoptedService): void {
  const { resource, names } = declaration;
  const [name] = names;
  const { program, report } = service;
  const why = faultOf(declaration, pool, service);
  if (why !== undefined) {
    if (!keepAzapi(declaration, service)) return;
    report.addKept(resource.address, `declared without a construct, because ${why}`);
    service.unknownToConstructs.add(name.toLowerCase());
    service.pools.set(name.toLowerCase(), () => referTo(name, service));
    return;
  }
  const members = pool.model.members.map((member) => ({ ...member, code: backendNamed(member.backend.name, service) }));
  const identifier = service.constantFor(name, ...(service.backends.has(name.toLowerCase()) ? ['pool'] : []));
  const className = program.own('PriorityPool');
  const { sessionAffinity, failureResponse } = pool;
  const settings = object([
    ['apiManagement', service.identifier],
    ['name', string(name)],
    ['title', textCode(declaration.properties.value('title'), [name, 'title'], service)],
    ['description', textCode(declaration.properties.value('description'), [name, 'description'], service)],
    [
      'members',
      array(
        members.map(({ code, priority, weight }) =>
          shortObject([
            ['backend', code],
            ['priority', raw(String(priority))],
            ['weight', weight === undefined ? undefined : raw(String(weight))],
          ]),
        ),
      ),
    ],
    ['sessionAffinity', sessionAffinity && shortObject([['cookieName', string(sessionAffinity.cookieName)]])],
    ['failureResponse', failureResponse && shortObject([['statusCode', raw(String(failureResponse.statusCode))]])],
    ['acknowledge', service.acknowledgements([resource.address])],
  ]);
  program.add(constant(identifier, construct(className, ['stack', service.id('pool', name), settings])));
  const version = sessionAffinity || failureResponse ? '2024-10-01-preview' : '2024-05-01';
  service.import(resource, identifier, 'Resource', service.armId(`/backends/${name}?api-version=${version}`));
  service.pools.set(name.toLowerCase(), () => identifier);
  report.addWritten(resource.address, `${className} '${name}'`);
  if (failureResponse?.reason !== undefined || failureResponse?.body !== undefined) {
    const response = objectIn(own(objectIn(declaration.properties.value('pool')) ?? {}, 'failureResponse')) ?? {};
    const argument = 'body.properties.pool.failureResponse';
    program.override(identifier, 'Resource', argument, codeOf(response, [name, 'failureResponse'], 'snake', service));
    report.addKept(resource.address, `${argument} (escape hatch)`);
  }
}

/** Refers to a pool that is not a construct. Its members are not known to the constructs. */
function referTo(name: string, service: AdoptedService): string {
  const identifier = service.constantFor(name, 'pool');
  const args = ['stack', service.id('existing-pool', name), service.armId(`/backends/${name}`)];
  const value = call(`${service.program.own('PriorityPool')}.fromPoolId`, args);
  service.program.add(constant(identifier, value));
  service.pools.set(name.toLowerCase(), () => identifier);
  return identifier;
}

/** Returns why no construct can express the pool; undefined if one can. */
function faultOf(
  { properties, names }: Declaration,
  { model, sessionAffinity, failureResponse, isCarbonAware }: DeployedPool,
  service: AdoptedService,
): string | undefined {
  if (!isAllowed(names[0], BACKEND_NAME)) return 'its name is not valid';
  const [fault] = poolFaults(model);
  if (fault !== undefined) return `the pool ${fault}`;
  if (isCarbonAware) return 'a member has a preferredCarbonEmission';
  const isOwn = model.members.every(({ backend }) => backend.service.key === service.name.toLowerCase());
  if (!isOwn) return 'a member belongs to another service';
  const isWhole = (number: unknown): boolean =>
    Number.isInteger(number) && Number(number) >= 0 && Number(number) <= 100;
  if (!model.members.every(({ priority, weight = 0 }) => isWhole(priority) && isWhole(weight))) {
    return 'a priority or weight is not valid';
  }
  if (model.members.some(({ backend }) => backend.isUndeclared && !isAllowed(backend.name, BACKEND_NAME))) {
    return 'the name of a member is not valid';
  }
  if (sessionAffinity && !isAllowed(sessionAffinity.cookieName, HEADER_NAME)) return 'its cookie name is not valid';
  const status = failureResponse?.statusCode ?? 503;
  if (!Number.isInteger(status) || status < 200 || status > 599) return 'its failureResponse is not valid';
  for (const [text, longest] of [
    ['title', 300],
    ['description', 2000],
  ] as const) {
    const value = given(properties.value(text));
    if (typeof value === 'string' && !isAllowed(value, freeText(longest))) return `its ${text} is not valid`;
  }
  return hasOther(properties.value('pool')) ? 'its session affinity is not one that a construct sets' : undefined;
}

function hasOther(pool: Value | undefined): boolean {
  const affinity = isObject<ValueObject>(pool) ? objectIn(own(pool, 'sessionAffinity')) : undefined;
  if (!affinity) return false;
  const session = objectIn(own(affinity, 'sessionId'));
  const source = session && own(session, 'source');
  return !session || isList(source) || (source !== undefined && source !== 'Cookie' && source !== 'cookie');
}
