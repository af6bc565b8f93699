import type { BreakerModel, Known, ServiceModel } from '../../lib/failover';
import { shownText } from '../../lib/messages';
import type { Attributes } from './attributes';
import type { Declaration } from './declaration';
import type { DeclaredResponse, DeployedBackend } from './deployment';
import { parseDuration } from '../common/duration';

/** Returns whether the declaration is a pool instead of a single backend. */
export function isPool({ isAzapi, properties }: Declaration): boolean {
  if (!isAzapi || properties.resource.mode === 'data') return false;
  return properties.value('type') === 'Pool' || properties.value('pool') !== undefined;
}

/** The supported azapi properties of a backend: they are simulated, or do not affect the simulation. */
const PROPERTIES = [
  ...['type', 'title', 'description', 'url', 'protocol', 'resourceId', 'azureRegion'],
  ...['circuitBreaker', 'credentials', 'properties', 'proxy', 'tls'],
];

/** Reads a single backend with its circuit breaker. */
export function readBackend(declaration: Declaration, service: ServiceModel): DeployedBackend {
  const { resource, properties, names, isAzapi } = declaration;
  const isLookedUp = resource.mode === 'data';
  if (isAzapi) {
    properties.allow(...PROPERTIES);
    sensitiveProperties(declaration)?.allow('credentials', 'proxy');
  }
  // Credentials do not affect where requests go.
  const credentials = properties.knownBlock('credentials');
  const rule = isLookedUp ? 'unknown' : ruleIn(declaration);
  const failureResponse = rule === 'unknown' ? undefined : declaredResponse(rule?.block('failureResponse'));
  const url = properties.knownText('url') ?? 'unknown';
  const unknownUrl = properties.unknownText('url');
  const azureRegion = isAzapi ? properties.knownText('azureRegion') : undefined;
  return {
    model: {
      ...{ address: resource.address, name: names[0], service, url },
      breaker: rule === 'unknown' ? rule : rule && readRule(rule, isAzapi),
    },
    url,
    ...(unknownUrl !== undefined && { unknownUrl }),
    headers: { ...authorization(credentials), ...credentials?.textsByName('header') },
    query: credentials?.textsByName('query') ?? {},
    ...(failureResponse && { failureResponse }),
    ...(azureRegion !== undefined && { azureRegion }),
  };
}

/**
 * The properties that azapi omits from plans. Only secrets can be ignored, since the simulation does not need them.
 */
function sensitiveProperties({ resource, properties }: Declaration): Attributes | undefined {
  return properties.sibling(resource.attribute('sensitive_body'), 'sensitive_body.').block('properties');
}

/** Returns a backend that is referenced but not declared: it is deployed elsewhere and has no address. */
export function backendElsewhere(name: string, service: ServiceModel): DeployedBackend {
  const address = `${service.key}/backends/${name}`;
  return {
    model: { address, name, service, breaker: 'unknown', isUndeclared: true },
    url: 'unknown',
    headers: {},
    query: {},
  };
}

function authorization(credentials: Attributes | undefined): Record<string, string> {
  const identity = credentials?.block('managedIdentity');
  // A recognizable placeholder token; no real token is requested.
  if (identity) return { Authorization: `Bearer simulated-token-for-${identity.knownText('resource') ?? ''}` };
  const given = credentials?.block('authorization');
  if (!given) return {};
  const scheme = given.knownText('scheme');
  const parameter = given.knownText('parameter');
  if (scheme === undefined || scheme === 'unknown' || parameter === 'unknown') return {};
  return { Authorization: `${scheme} ${parameter ?? ''}`.trim() };
}

/** Returns the rule of the circuit breaker, which is a block of its own in azurerm. */
function ruleIn({ properties, isAzapi }: Declaration): Known<Attributes> | undefined {
  const block = properties.neededBlock(isAzapi ? 'circuitBreaker' : 'rules');
  if (block === 'unknown') return block;
  const rules = isAzapi ? (block?.allow('rules').blocks('rules') ?? []) : [block];
  if (rules.length > 1) properties.say('circuitBreaker.rules', `has ${rules.length} rules; the maximum is 1`);
  return rules.at(0)?.allow('name', 'failureCondition', 'tripDuration', 'acceptRetryAfter', 'failureResponse');
}

function readRule(rule: Attributes, isAzapi: boolean): BreakerModel {
  const condition = rule
    .block('failureCondition')
    ?.allow('count', 'percentage', 'interval', 'statusCodeRanges', 'errorReasons');
  // In a state of azurerm, an unset number is 0, which is not valid for either.
  const number = (name: string): Known<number> | undefined => {
    const given = condition?.knownNumber(name);
    return given === 0 && !isAzapi ? undefined : given;
  };
  return {
    count: number('count'),
    percentage: number('percentage'),
    statusCodeRanges: statusCodeRanges(condition?.blocks('statusCodeRanges')),
    errorReasons: condition?.texts('errorReasons') ?? [],
    interval: duration(condition, 'interval'),
    tripDuration: duration(rule, 'tripDuration'),
    acceptRetryAfter: rule.flag('acceptRetryAfter', false),
  };
}

/** Reads a `failureResponse`. Returns undefined if it has no status. */
export function declaredResponse(response: Attributes | undefined): DeclaredResponse | undefined {
  const statusCode = response?.allow('statusCode', 'reason', 'body').number('statusCode');
  if (statusCode === undefined) return undefined;
  return { statusCode, reason: response?.optionalText('reason'), body: response?.optionalText('body') };
}

function statusCodeRanges(ranges: readonly Attributes[] = []): BreakerModel['statusCodeRanges'] {
  return ranges.map((range) => ({ min: needed(range, 'min'), max: needed(range, 'max') }));
}

function needed(attributes: Attributes, name: string): Known<number> {
  if (attributes.value(name) === undefined) attributes.say(name, 'is missing');
  return attributes.knownNumber(name) ?? 'unknown';
}

function duration(attributes: Attributes | undefined, name: string): Known<number> {
  const text = attributes?.neededText(name);
  if (text === undefined || text === 'unknown') return 'unknown';
  const seconds = parseDuration(text);
  if (seconds === undefined) attributes?.say(name, `is ${shownText(text)}; a duration such as PT1M30S is needed`);
  return seconds ?? 'unknown';
}
