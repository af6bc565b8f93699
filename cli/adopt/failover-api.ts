import {
  chooseRetryCount,
  membersAhead,
  type PoolModel,
  retryExpression,
  spansOf,
  statusCodesIn,
  GATEWAY_FAILURES,
} from '../../lib/failover';
import { elementsOf, policies, writePolicy } from '../../lib/policy';
import type { AdoptedService } from './adopted-service';
import { type ApiSettings } from './api-policy';
import { argumentOf, argumentsOf } from './arguments';
import { array, call, type Code, constant, construct, object, raw, shortObject, string } from './code';
import { documentCode } from './documents';
import { durationCode } from './durations';
import { declareNamed } from './named-backends';
import type { OperationSettings } from './operation-policy';
import { finishOperations, operationsCode, policiesCode } from './operations';
import type { ApiInput, OperationInput } from './read-api';
import { readArmId } from '../../simulator/deployment/resource/arm-id';
import { codeOf, textCode } from './values';

type Operations = ReadonlyMap<OperationInput, OperationSettings | undefined>;

/** Writes an API with `FailoverApi`. */
export function writeFailoverApi(
  api: ApiInput,
  settings: ApiSettings,
  operations: Operations,
  service: AdoptedService,
): void {
  const { program, report } = service;
  const { deployed, declaration, policy } = api;
  const { name } = deployed;
  for (const each of [settings, ...operations.values()]) if (each) declareNamed(each.extra, service);
  const identifier = service.constantFor(name, 'api');
  const className = program.own('FailoverApi');
  const code = settingsCode(api, settings, operations, service);
  program.add(constant(identifier, construct(className, ['stack', service.id('api', name), code])));
  service.import(declaration.resource, identifier, 'Resource', service.armId(`/apis/${name};rev=${deployed.revision}`));
  report.addWritten(declaration.resource.address, `${className} '${name}'`);
  overrideApi(api, identifier, service);
  if (policy) {
    const { address } = policy.declaration.resource;
    service.import(policy.declaration.resource, identifier, 'Policy', service.armId(`/apis/${name}`));
    report.addWritten(address, `policy of ${className} '${name}'`);
  }
  if (settings.differences.length > 0) {
    const { file, code: text } = documentCode(policy ?? BASE_ONLY, [name], service);
    program.replacePolicy(identifier, 'Policy', 'retry, forwardTimeout, attemptCountHeader, and policies', text);
    const address = (policy?.declaration ?? declaration).resource.address;
    const what = policy ? file : `${file}, which only contains <base />`;
    report.addKept(address, `${what} (escape hatch), because ${settings.differences.join(', and ')}`);
  }
  finishOperations(name, identifier, operations, service);
  service.apis.set(name.toLowerCase(), `${identifier}.apiName`);
}

const BASE_DOCUMENT = policies({});
const BASE_ONLY = { document: BASE_DOCUMENT, text: writePolicy(BASE_DOCUMENT) };

function settingsCode(
  { deployed, declaration, policy, operations: all }: ApiInput,
  settings: ApiSettings,
  operations: Operations,
  service: AdoptedService,
): Code {
  const { program } = service;
  const { name, path, protocols, revision, subscriptionRequired } = deployed;
  const { retry, forwardTimeout, attemptCountHeader, extra, differences } = settings;
  const displayName = argumentOf(declaration, 'display_name');
  const isReplaced = differences.length > 0;
  const addresses = [
    declaration,
    policy?.declaration,
    ...all.flatMap((each) => [each.declaration, each.policy?.declaration]),
  ];
  return object([
    ['apiManagement', service.identifier],
    ['pool', poolCode(settings.pool, service)],
    ['regionalPools', regionalPoolsCode(settings, service)],
    ['name', string(name)],
    ['path', string(path)],
    ['displayName', displayName === name ? undefined : textCode(displayName, [name, 'display-name'], service)],
    ['description', textCode(argumentOf(declaration, 'description'), [name, 'description'], service)],
    ['protocols', protocolsCode(protocols, service)],
    ['revision', revision === '1' ? undefined : string(revision)],
    ['version', textCode(argumentOf(declaration, 'version'), [name, 'version'], service)],
    ['versionSetId', versionSetCode(declaration, service)],
    ['subscriptionRequired', subscriptionRequired ? undefined : raw('false')],
    ['operations', operationsCode(name, operations, service)],
    ['retry', retryCode(settings, service)],
    ['forwardTimeout', forwardTimeout === undefined ? undefined : durationCode(forwardTimeout, program)],
    ['attemptCountHeader', attemptCountHeader === undefined ? undefined : string(attemptCountHeader)],
    ['policies', policiesCode(extra, [name], service)],
    [
      'acknowledge',
      service.acknowledgements(
        addresses.flatMap((each) => each?.resource.address ?? []),
        isReplaced && retry ? possibleErrors(settings, service) : [],
      ),
    ],
  ]);
}

/** The errors that a construct can report about settings close to those of a policy that replaces its own. */
function possibleErrors({ retry, extra, ...chosen }: ApiSettings, service: AdoptedService): string[] {
  if (!retry) return [];
  const pools = poolsOf(chosen, service);
  const members = pools.flatMap((pool) => pool.members);
  const intervals = members.map(({ backend: { breaker } }) =>
    typeof breaker === 'object' && typeof breaker.interval === 'number' ? breaker.interval : 0,
  );
  const longest = retry.count * (retry.interval + retry.count * (retry.delta ?? 0));
  const forwards = elementsOf(extra.backend ?? []).some(({ name }) => name === 'forward-request' || name === 'retry');
  return [
    ...(retry.count < Math.max(FEWEST_TO_RETRY, ...pools.map(chooseRetryCount)) ? ['AF004'] : []),
    ...(longest >= Math.min(...intervals) ? ['AF005'] : []),
    ...(forwards ? ['AF011', 'AF012'] : []),
  ];
}

/** A pool whose members the constructs do not know is assumed to need as many. */
const FEWEST_TO_RETRY = 4;

function poolsOf(
  { pool, regionalPools }: Pick<ApiSettings, 'pool' | 'regionalPools'>,
  { input }: AdoptedService,
): PoolModel[] {
  const names = [pool, ...regionalPools.map(({ poolName }) => poolName)].map((name) => name.toLowerCase());
  return input.service.pools.map(({ model }) => model).filter(({ name }) => names.includes(name.toLowerCase()));
}

function poolCode(name: string, service: AdoptedService): Code {
  return service.pools.get(name.toLowerCase())?.() ?? raw('undefined');
}

function regionalPoolsCode({ regionalPools }: ApiSettings, service: AdoptedService): Code | undefined {
  if (regionalPools.length === 0) return undefined;
  return array(
    regionalPools.map(({ region, poolName }) =>
      shortObject([
        ['region', string(region)],
        ['pool', poolCode(poolName, service)],
      ]),
    ),
  );
}

function protocolsCode(protocols: readonly string[], { program }: AdoptedService): Code | undefined {
  if (protocols.length === 1 && protocols[0] === 'https') return undefined;
  const apiProtocol = program.own('ApiProtocol');
  return array(protocols.map((protocol) => raw(`${apiProtocol}.${protocol === 'http' ? 'HTTP' : 'HTTPS'}`)));
}

function versionSetCode(declaration: ApiInput['declaration'], service: AdoptedService): Code | undefined {
  const id = argumentOf(declaration, 'version_set_id');
  const name = typeof id === 'string' ? readArmId(id)?.path.at(-1) : undefined;
  if (name !== undefined) return service.armId(`/apiVersionSets/${name}`);
  return id === undefined ? undefined : codeOf(id, [declaration.names[0], 'version-set-id'], 'camel', service);
}

function retryCode(
  { pool, regionalPools, retry, isForwardedOnce }: ApiSettings,
  service: AdoptedService,
): Code | undefined {
  const { program } = service;
  const models = poolsOf({ pool, regionalPools }, service);
  // The defaults of a construct depend on its pools. They are left out only if the construct knows these pools.
  const areKnown = models.every((model) => isKnownToConstructs(model, service));
  const byDefault = areKnown ? Math.max(0, ...models.map(chooseRetryCount)) : undefined;
  if (!retry) return isForwardedOnce && byDefault !== 0 ? shortObject([['count', raw('0')]]) : undefined;
  const { count, interval, delta, maxInterval, firstFastRetry, condition } = retry;
  const entries = [
    ['count', count === byDefault ? undefined : raw(String(count))],
    ['interval', interval === 1 ? undefined : durationCode(interval, program)],
    ['delta', delta === undefined ? undefined : durationCode(delta, program)],
    ['maxInterval', maxInterval === undefined ? undefined : durationCode(maxInterval, program)],
    ['firstFastRetry', firstFastRetry ? undefined : raw('false')],
    ['condition', conditionCode(condition, areKnown ? models : undefined, service)],
  ] as const;
  return entries.every(([, value]) => value === undefined) ? undefined : object(entries);
}

function isKnownToConstructs({ name, members }: PoolModel, { unknownToConstructs }: AdoptedService): boolean {
  return [name, ...members.map(({ backend }) => backend.name)].every(
    (each) => !unknownToConstructs.has(each.toLowerCase()),
  );
}

function conditionCode(
  condition: string,
  pools: readonly PoolModel[] | undefined,
  { program }: AdoptedService,
): Code | undefined {
  if (pools && condition === retryExpression(breakerSpans(pools))) return undefined;
  const retryCondition = program.own('RetryCondition');
  if (condition === retryExpression([])) return call(`${retryCondition}.failedForwards`, []);
  if (condition === retryExpression([{ min: 500, max: 599 }])) return call(`${retryCondition}.serverErrors`, []);
  return call(`${retryCondition}.expression`, [string(condition)]);
}

function breakerSpans(pools: readonly PoolModel[]): Parameters<typeof retryExpression>[0] {
  const ahead = pools.flatMap(membersAhead);
  const members = ahead.length > 0 ? ahead : pools.flatMap((pool) => pool.members);
  const counted = members.flatMap(({ backend: { breaker } }) =>
    typeof breaker === 'object' ? (statusCodesIn(breaker.statusCodeRanges) ?? []) : [],
  );
  return counted.length === 0 ? [GATEWAY_FAILURES] : spansOf(new Set(counted.flatMap((codes) => [...codes])));
}

/** Sets what the construct does not expose. */
function overrideApi({ declaration, deployed }: ApiInput, identifier: string, service: AdoptedService): void {
  const kept = argumentsOf(declaration, NOT_EXPOSED).map(([argument, value]) => {
    const code = codeOf(value, [deployed.name, argument], 'snake', service);
    service.program.override(identifier, 'Resource', argument, code);
    return argument;
  });
  if (kept.length > 0) service.report.addKept(declaration.resource.address, `${kept.join(', ')} (escape hatch)`);
}

const NOT_EXPOSED = [
  ...['service_url', 'subscription_key_parameter_names', 'api_type', 'revision_description', 'version_description'],
  ...['terms_of_service_url', 'contact', 'license', 'oauth2_authorization', 'openid_authentication'],
];
