import type { DeployedBackend, DeployedPool } from '../deployment/deployment';
import { Body, Headers, ResponseMessage } from '../message';
import type { Exchange } from './exchange';
import type { Flow } from './step';

/** Where one attempt goes. */
export interface Chosen {
  /** The backend's name; undefined for a URL. */
  readonly name: string | undefined;
  readonly base: string;
  /** What comes after the base, with the query. */
  readonly path: string;
  /** What the backend's credentials add. */
  readonly headers: Readonly<Record<string, string>>;
  /** What binds the client to the backend. */
  readonly cookie?: string;
}

/** Chooses the backend of the next attempt, or says how the exchange goes on without one. */
export function chooseBackend(exchange: Exchange): Chosen | Flow {
  const { target, request, unit, services } = exchange;
  const { now } = services.clock;
  if (!target) {
    if (exchange.isServiceUrlUnknown) {
      services.refuse(`the service URL of API '${exchange.api.name}' is not known here, and no policy sets a backend`);
    }
    const message = 'The API has no service URL, and no policy sets a backend.';
    return exchange.fail({ source: 'forward-request', reason: 'BackendNotFound', message, statusCode: 500 });
  }
  services.plan.checkKnown(target);
  switch (target.kind) {
    case 'url':
      return { name: undefined, base: target.url, path: request.path + request.query, headers: {} };
    case 'backend':
      return unit.isOpen(target.backend.model.name, now) ? exhausted(exchange) : sendTo(target.backend, exchange);
    case 'pool': {
      const { pool } = target;
      const cookieName = pool.sessionAffinity?.cookieName;
      const bound = cookieName === undefined ? undefined : cookieIn(request.headers, cookieName);
      const name = unit.choose(pool.model.name, now, bound);
      if (name === undefined) return exhausted(exchange, pool);
      const backend = services.plan.backend(name);
      const chosen = backend ? sendTo(backend, exchange) : elsewhere(name, exchange);
      return cookieName === undefined || bound === name
        ? chosen
        : { ...chosen, cookie: `${cookieName}=${name}; Path=/; HttpOnly` };
    }
  }
}

function sendTo({ model, url, headers, query }: DeployedBackend, { request }: Exchange): Chosen {
  return {
    name: model.name,
    base: url === 'unknown' ? placeholderFor(model.name) : url,
    path: request.path + withParameters(request.query, query),
    headers,
  };
}

/** A member that is declared elsewhere: all that is known of it is its name. */
function elsewhere(name: string, { request }: Exchange): Chosen {
  return { name, base: placeholderFor(name), path: request.path + request.query, headers: {} };
}

/** A URL that leads nowhere, for a backend whose own is known only once deployed. */
function placeholderFor(name: string): string {
  return `https://${name.toLowerCase().replace(/_/g, '-')}.invalid`;
}

function withParameters(query: string, added: Readonly<Record<string, string>>): string {
  const names = Object.keys(added);
  if (names.length === 0) return query;
  const parameters = new URLSearchParams(query);
  for (const name of names) parameters.append(name, added[name]);
  return `?${parameters.toString()}`;
}

/** Every circuit is open. */
function exhausted(exchange: Exchange, pool?: DeployedPool): Flow {
  const answer = pool?.failureResponse;
  const statusCode = answer?.statusCode ?? 503;
  if (answer || exchange.services.assumptions.exhaustedPool === 'response') {
    const reason = answer?.reason ?? 'Service Unavailable';
    exchange.response = new ResponseMessage(statusCode, reason, new Headers(), new Body(answer?.body));
    return 'next';
  }
  return exchange.fail({
    source: 'forward-request',
    reason: 'NoAvailableBackend',
    message: pool ? `Every circuit of the pool '${pool.model.name}' is open.` : "The backend's circuit is open.",
    statusCode,
    isMissingResponse: true,
  });
}

function cookieIn(headers: Headers, name: string): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(/[;,]/)) {
    const [key, value] = pair.split('=');
    if (key.trim() === name) return value?.trim();
  }
  return undefined;
}
