import { STATUS_CODES } from 'node:http';
import { EXHAUSTED_STATUS } from '../../lib/failover';
import type { DeclaredResponse, DeployedBackend, DeployedPool } from '../deployment/deployment';
import { Body, Headers, ResponseMessage } from '../common/message';
import { urlElsewhere, urlOfBackend } from './backend-url';
import type { Exchange } from './exchange';
import type { Flow } from './flow';

/** The target of an attempt. */
export interface Chosen {
  /** The name of the backend; undefined for a URL. */
  readonly name: string | undefined;
  readonly base: string;
  /** The path and query after the base URL. */
  readonly path: string;
  /** The headers that the credentials of the backend add. */
  readonly headers: Readonly<Record<string, string>>;
  /** The session affinity cookie. */
  readonly cookie?: string;
  /** The pool that the backend was selected from. */
  readonly pool?: string;
}

/** Selects the backend of the next attempt, or returns how the exchange continues without one. */
export function chooseBackend(exchange: Exchange): Chosen | Flow {
  const { target, request, unit, services } = exchange;
  const { now } = services.clock;
  if (!target) {
    if (exchange.isServiceUrlUnknown) {
      services.refuse(`the service URL of API '${exchange.api.name}' is not known, and no policy sets a backend`);
    }
    const message = 'The API has no service URL, and no policy sets a backend.';
    return exchange.fail({ source: 'forward-request', reason: 'BackendNotFound', message, statusCode: 500 });
  }
  services.plan.checkKnown(target);
  switch (target.kind) {
    case 'url':
      return { name: undefined, base: target.url, path: request.path + request.query, headers: {} };
    case 'backend':
      return unit.isOpen(target.backend.model.name, now)
        ? exhaustedBackend(target.backend, exchange)
        : sendTo(target.backend, exchange);
    case 'pool':
      return memberOf(target.pool, exchange);
  }
}

/** Returns the pool member for this attempt. */
function memberOf(pool: DeployedPool, exchange: Exchange): Chosen | Flow {
  const { request, unit, services } = exchange;
  const { now } = services.clock;
  const cookieName = pool.sessionAffinity?.cookieName;
  const bound = cookieName === undefined ? undefined : cookieIn(request.headers, cookieName);
  const name = unit.choose(pool.model.name, now, bound, exchange.member);
  exchange.member = name;
  if (name === undefined) return exhaustedPool(pool, exchange);
  const backend = services.plan.backend(name);
  if (backend && unit.isOpen(name, now)) return exhaustedBackend(backend, exchange);
  const sent = backend ? sendTo(backend, exchange) : elsewhere(name, exchange);
  const chosen = { ...sent, pool: pool.model.name };
  request.base = chosen.base;
  return cookieName === undefined || bound === name
    ? chosen
    : { ...chosen, cookie: `${cookieName}=${name}; Path=/; HttpOnly` };
}

function sendTo(backend: DeployedBackend, { request }: Exchange): Chosen {
  const { model, headers, query } = backend;
  return {
    name: model.name,
    base: urlOfBackend(backend),
    path: request.path + withParameters(request.query, query),
    headers,
  };
}

/** A member that is deployed elsewhere. Only its name is known. */
function elsewhere(name: string, { request }: Exchange): Chosen {
  return { name, base: urlElsewhere(name), path: request.path + request.query, headers: {} };
}

function withParameters(query: string, added: Readonly<Record<string, string>>): string {
  const names = Object.keys(added);
  if (names.length === 0) return query;
  const parameters = new URLSearchParams(query);
  for (const name of names) parameters.append(name, added[name]);
  return `?${parameters.toString()}`;
}

/** The result of a forward when every circuit is open. */
interface Exhausted {
  readonly failureResponse?: DeclaredResponse;
  /** The backends whose circuits are open. */
  readonly backends: readonly string[];
  readonly message: string;
}

function exhaustedPool({ failureResponse, model }: DeployedPool, exchange: Exchange): Flow {
  const backends = model.members.map(({ backend }) => backend.name);
  return exhausted(
    { failureResponse, backends, message: `Every circuit of the pool '${model.name}' is open.` },
    exchange,
  );
}

function exhaustedBackend({ failureResponse, model }: DeployedBackend, exchange: Exchange): Flow {
  const message = `The circuit of the backend '${model.name}' is open.`;
  return exhausted({ failureResponse, backends: [model.name], message }, exchange);
}

/** A declared failure response takes precedence; otherwise an assumption applies. */
function exhausted({ failureResponse, backends, message }: Exhausted, exchange: Exchange): Flow {
  if (failureResponse) {
    const { statusCode, reason = STATUS_CODES[statusCode] ?? '', body } = failureResponse;
    exchange.response = new ResponseMessage(statusCode, reason, new Headers(), new Body(body));
    return 'next';
  }
  const failure = { source: 'forward-request', reason: 'NoAvailableBackend', message, isOfForward: true };
  const assumed = exchange.services.assumptions.exhaustedPool;
  if (assumed === 'error') {
    exchange.dropResponse('nothing is there');
    return exchange.fail({ ...failure, statusCode: EXHAUSTED_STATUS });
  }
  const headers = new Headers({ 'Retry-After': String(secondsUntilOneCloses(backends, exchange)) });
  exchange.response = new ResponseMessage(EXHAUSTED_STATUS, 'Service Unavailable', headers);
  return assumed === 'response' ? 'next' : exchange.fail(failure);
}

/** The value of the header is not documented. */
function secondsUntilOneCloses(backends: readonly string[], { unit, services }: Exchange): number {
  const { now } = services.clock;
  const waits = backends.map((name) => (unit.breaker(name)?.openUntil(now) ?? now) - now);
  return Math.ceil(Math.min(...waits) / 1000);
}

function cookieIn(headers: Headers, name: string): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(/[;,]/)) {
    const [key, value] = pair.split('=');
    if (key.trim() === name) return value?.trim();
  }
  return undefined;
}
