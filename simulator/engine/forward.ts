import { STATUS_CODES } from 'node:http';
import { Body, Headers, ResponseMessage } from '../message';
import { chooseBackend, Chosen } from './choose-backend';
import { collectBody } from './collect-body';
import type { Exchange } from './exchange';
import type { Flow, Pending } from './step';
import { Answer, answerTo } from './transport';

const SOURCE = 'forward-request';

/** Sends the request to its backend and takes the response; one attempt of the exchange. */
export function* forward(exchange: Exchange, timeout: number, buffersBody: boolean): Generator<Pending, Flow, void> {
  if (exchange.isAbandoned) return 'returned';
  exchange.response = null;
  const chosen = chooseBackend(exchange);
  if (typeof chosen === 'string') return chosen;
  const { request, unit, services } = exchange;
  if (exchange.isBodySpent) return bodyIsGone(exchange, chosen);
  exchange.isBodySpent = !buffersBody && request.body.hasContent;
  const { clock, transport } = services;
  const at = clock.now;
  services.observer?.attemptStarted(exchange.id, nameOf(chosen));
  const { name, base, path, headers } = chosen;
  const outgoing = { backend: name, base, path, headers, request, signal: exchange.signal };
  const answer = yield* answerTo(transport, outgoing, timeout);
  const outcome = outcomeOf(answer);
  if (name !== undefined && !exchange.isAbandoned) unit.record(name, outcome, clock.now);
  note(exchange, chosen, at, outcome);
  if (exchange.isAbandoned) return 'returned';
  if (answer.kind === 'failure') return noResponse(exchange, answer.reason, answer.message);
  exchange.response = responseOf(answer);
  if (exchange.readsResponseBody && (yield* collectBody(exchange.response.body)) !== 'collected') {
    exchange.response = null;
    return noResponse(exchange, 'BackendConnectionFailure', 'The response body could not be read.');
  }
  if (chosen.cookie !== undefined) exchange.response.headers.append('Set-Cookie', chosen.cookie);
  return 'next';
}

export function responseOf(answer: Answer & { readonly kind: 'response' }): ResponseMessage {
  const { statusCode, statusReason = STATUS_CODES[statusCode] ?? '', headers, body } = answer;
  return new ResponseMessage(statusCode, statusReason, new Headers(headers), new Body(body));
}

function nameOf({ name, base }: Chosen): string {
  return name ?? new URL(base).host;
}

interface Outcome {
  readonly statusCode?: number;
  readonly reason?: string;
  readonly retryAfter?: string;
}

function outcomeOf(answer: Answer): Outcome {
  if (answer.kind === 'failure') return { reason: answer.reason };
  const { statusCode, headers } = answer;
  for (const name in headers) {
    if (name.toLowerCase() === 'retry-after') return { statusCode, retryAfter: String(headers[name]) };
  }
  return { statusCode };
}

function noResponse(exchange: Exchange, reason: string, message: string): Flow {
  const { noResponseStatus } = exchange.services.assumptions;
  return exchange.fail({ source: SOURCE, reason, message, statusCode: noResponseStatus, isMissingResponse: true });
}

/**
 * A body that was not buffered went out with the first attempt: the next has a length to announce and nothing to send.
 * The backend is not reached, so its breaker counts nothing.
 */
function bodyIsGone(exchange: Exchange, chosen: Chosen): Flow {
  const { clock, observer } = exchange.services;
  const reason = 'ContentLengthMismatch';
  observer?.attemptStarted(exchange.id, nameOf(chosen));
  note(exchange, chosen, clock.now, { reason });
  return noResponse(exchange, reason, 'The request body was sent before and was not buffered.');
}

/** Puts the attempt that ends now with those of the exchange, and tells who watches. */
function note(
  { attempts, unit, services, id }: Exchange,
  chosen: Chosen,
  at: number,
  { statusCode, reason }: Outcome,
): void {
  const { now } = services.clock;
  const circuit = chosen.name === undefined ? ('closed' as const) : unit.state(chosen.name, now);
  const attempt = { backend: nameOf(chosen), at, duration: now - at, statusCode, reason, circuit };
  attempts.push(attempt);
  services.observer?.attemptEnded(id, attempt);
}
