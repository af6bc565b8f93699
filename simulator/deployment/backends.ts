import type { BreakerModel, Known, ServiceModel } from '../../lib/failover';
import { shownText } from '../../lib/messages';
import type { Attributes } from './attributes';
import type { Declaration } from './declaration';
import type { DeployedBackend } from './deployment';
import { durationInSeconds } from './duration';

/** Whether it is a pool of backends, and no backend of its own. */
export function isPool({ isAzapi, properties }: Declaration): boolean {
  if (!isAzapi || properties.resource.mode === 'data') return false;
  return properties.value('type') === 'Pool' || properties.value('pool') !== undefined;
}

/** A backend of its own, with its circuit breaker. */
export function readBackend(declaration: Declaration, service: ServiceModel): DeployedBackend {
  const { resource, properties, names, isAzapi } = declaration;
  const credentials = properties.block('credentials');
  const breaker =
    resource.mode === 'data' ? 'unknown' : isAzapi ? azapiBreaker(properties) : azurermBreaker(properties);
  return {
    model: { address: resource.address, name: names[0], service, breaker },
    url: properties.knownText('url') ?? 'unknown',
    headers: { ...authorization(credentials), ...credentials?.textsByName('header') },
    query: credentials?.textsByName('query') ?? {},
  };
}

/** A backend that others name and nobody declares here: it exists elsewhere, and has no address in Terraform. */
export function backendElsewhere(name: string, service: ServiceModel): DeployedBackend {
  const address = `${service.key}/backends/${name}`;
  return { model: { address, name, service, breaker: 'unknown' }, url: 'unknown', headers: {}, query: {} };
}

function authorization(credentials: Attributes | undefined): Record<string, string> {
  const given = credentials?.block('authorization');
  if (!given) return {};
  const scheme = given.knownText('scheme');
  const parameter = given.knownText('parameter');
  if (scheme === undefined || scheme === 'unknown' || parameter === 'unknown') return {};
  return { Authorization: `${scheme} ${parameter ?? ''}`.trim() };
}

function azurermBreaker(properties: Attributes): BreakerModel | undefined {
  const rule = properties.block('circuit_breaker_rule');
  if (!rule) return undefined;
  const condition = rule.block('failure_condition');
  return {
    // In a state, what is not set is 0, which neither can be.
    count: condition?.number('count') || undefined,
    percentage: condition?.number('percentage') || undefined,
    statusCodeRanges: statusCodeRanges(condition?.blocks('status_code_range')),
    errorReasons: condition?.texts('error_reasons') ?? [],
    interval: duration(condition, 'interval_duration'),
    tripDuration: duration(rule, 'trip_duration'),
    acceptRetryAfter: rule.flag('accept_retry_after_enabled', false),
  };
}

function azapiBreaker(properties: Attributes): BreakerModel | undefined {
  const rules = properties.block('circuitBreaker')?.blocks('rules') ?? [];
  const [rule] = rules;
  if (rules.length > 1) properties.say('circuitBreaker.rules', `has ${rules.length} rules; one is allowed`);
  if (!rule) return undefined;
  const condition = rule.block('failureCondition');
  return {
    count: condition?.number('count'),
    percentage: condition?.number('percentage'),
    statusCodeRanges: statusCodeRanges(condition?.blocks('statusCodeRanges')),
    errorReasons: condition?.texts('errorReasons') ?? [],
    interval: duration(condition, 'interval'),
    tripDuration: duration(rule, 'tripDuration'),
    acceptRetryAfter: rule.flag('acceptRetryAfter', false),
  };
}

function statusCodeRanges(ranges: readonly Attributes[] = []): BreakerModel['statusCodeRanges'] {
  return ranges.map((range) => ({ min: needed(range, 'min'), max: needed(range, 'max') }));
}

function needed(attributes: Attributes, name: string): Known<number> {
  if (attributes.value(name) === undefined) attributes.say(name, 'is missing');
  return attributes.number(name) ?? 'unknown';
}

function duration(attributes: Attributes | undefined, name: string): Known<number> {
  const text = attributes?.text(name);
  if (text === undefined) return 'unknown';
  const seconds = durationInSeconds(text);
  if (seconds === undefined) attributes?.say(name, `is ${shownText(text)}; a duration as in PT1M30S is needed`);
  return seconds ?? 'unknown';
}
