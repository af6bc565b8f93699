import { STATUS_CODES } from 'node:http';
import { BODY_IS_GONE, CircuitState, Outcome } from '../../lib/failover';
import { Body, Headers, ResponseMessage } from '../common/message';
import { chooseBackend, Chosen } from './choose-backend';
import { collectBody } from './collect-body';
import type { Exchange } from './exchange';
import type { Flow, Pending } from './flow';
import { Answer, answerTo } from './transport';
import { STEPS } from './work';

const SOURCE = 'forward-request';

/** Sends the request to its backend and receives the response: one attempt of the exchange. */
export function* forward(exchange: Exchange, timeout: number, buffersBody: boolean): Generator<Pending, Flow, void> {
  if (exchange.isAbandoned) return 'returned';
  exchange.work.spend(STEPS.forward);
  exchange.dropResponse('nothing came back');
  const chosen = chooseBackend(exchange);
  if (typeof chosen === 'string') return chosen;
  exchange.work.attempt();
  const { request, unit, services } = exchange;
  if (exchange.isBodySpent) return bodyIsGone(exchange, chosen);
  exchange.isBodySpent = !buffersBody && request.body.hasContent;
  const { clock, transport } = services;
  const at = clock.now;
  services.watch?.({ kind: 'attempt started', id: exchange.id, at, backend: nameOf(chosen) });
  const { name, base, path, headers } = chosen;
  const outgoing = { backend: name, base, path, headers, request, departure: exchange.departure };
  const answer = yield* answerTo(transport, outgoing, timeout);
  if (exchange.isAbandoned) {
    noteUncounted(exchange, chosen, at, CLIENT_LEFT);
    return 'returned';
  }
  const received = answer.kind === 'response' ? responseOf(answer) : answer;
  if (received instanceof ResponseMessage) exchange.work.spend(received.headers.size);
  const outcome = outcomeOf(received);
  const breaker = name === undefined ? undefined : unit.breaker(name);
  const wasOpen = breaker?.isOpen(clock.now) === true;
  breaker?.record(outcome, at, clock.now);
  const until = breaker?.openUntil(clock.now);
  note(exchange, chosen, at, outcome, until, wasOpen ? undefined : until);
  if (!(received instanceof ResponseMessage)) return noResponse(exchange, received.reason, received.message);
  exchange.response = received;
  if (exchange.readsResponseBody && (yield* collectBody(received.body)) !== 'collected') {
    exchange.dropResponse('nothing came back');
    return noResponse(exchange, 'BackendConnectionFailure', 'The response body could not be read.');
  }
  if (chosen.cookie !== undefined) received.headers.append('Set-Cookie', chosen.cookie);
  return 'next';
}

export function responseOf(answer: Answer & { readonly kind: 'response' }): ResponseMessage {
  const { statusCode, statusReason = STATUS_CODES[statusCode] ?? '', headers, body } = answer;
  return new ResponseMessage(statusCode, statusReason, Headers.of(headers), new Body(body));
}

function nameOf({ name, base }: Chosen): string {
  return name ?? new URL(base).host;
}

/** An attempt whose client disconnected says nothing about the backend, so no circuit breaker counts it. */
const CLIENT_LEFT: Outcome = { reason: 'ClientConnectionFailure' };

type NoResponse = Answer & { readonly kind: 'failure' };

function outcomeOf(received: ResponseMessage | NoResponse): Outcome {
  if (!(received instanceof ResponseMessage)) return { reason: received.reason };
  return { statusCode: received.statusCode, retryAfter: received.headers.get('Retry-After') };
}

function noResponse(exchange: Exchange, reason: string, message: string): Flow {
  const { noResponseStatus } = exchange.services.assumptions;
  return exchange.fail({ source: SOURCE, reason, message, statusCode: noResponseStatus, isOfForward: true });
}

/**
 * A body that was not buffered is lost after the first attempt: the next attempt announces a length and has nothing to
 * send. The request does not reach the backend, so the circuit breaker counts nothing.
 */
function bodyIsGone(exchange: Exchange, chosen: Chosen): Flow {
  const { clock, watch } = exchange.services;
  const at = clock.now;
  watch?.({ kind: 'attempt started', id: exchange.id, at, backend: nameOf(chosen) });
  noteUncounted(exchange, chosen, at, { reason: BODY_IS_GONE });
  return noResponse(
    exchange,
    BODY_IS_GONE,
    'Content length mismatch: the request body was sent before and was not buffered.',
  );
}

/** Records an attempt that no circuit breaker counts. */
function noteUncounted(exchange: Exchange, chosen: Chosen, at: number, outcome: Outcome): void {
  const { unit, services } = exchange;
  const until = chosen.name === undefined ? undefined : unit.breaker(chosen.name)?.openUntil(services.clock.now);
  note(exchange, chosen, at, outcome, until, undefined);
}

/**
 * Adds the completed attempt to the exchange and reports it to watchers.
 *
 * @param openUntil the time at which the circuit of the backend closes, if it is open
 * @param opensUntil the same time, if this attempt opened the circuit
 */
function note(
  { attempts, services, id }: Exchange,
  chosen: Chosen,
  at: number,
  { statusCode, reason }: Outcome,
  openUntil: number | undefined,
  opensUntil: number | undefined,
): void {
  const circuit: CircuitState = openUntil === undefined ? 'closed' : 'open';
  const duration = services.clock.now - at;
  const backend = nameOf(chosen);
  const attempt = { backend, pool: chosen.pool, at, duration, statusCode, reason, circuit, opensUntil };
  attempts.push(attempt);
  services.watch?.({ kind: 'attempt ended', id, attempt });
}
