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
  const { clock, transport, observer } = services;
  const backend = nameOf(chosen);
  const at = clock.now;
  observer?.attemptStarted(exchange.id, backend);
  const { name, base, path, headers } = chosen;
  const outgoing = { backend: name, base, path, headers, request, signal: exchange.signal };
  const answer = yield* answerTo(transport, outgoing, timeout);
  if (name !== undefined && !exchange.isAbandoned) unit.record(name, outcomeOf(answer), clock.now);
  const attempt = {
    backend,
    at,
    duration: clock.now - at,
    statusCode: answer.kind === 'response' ? answer.statusCode : undefined,
    reason: answer.kind === 'response' ? undefined : answer.reason,
    circuit: name === undefined ? ('closed' as const) : unit.state(name, clock.now),
  };
  exchange.attempts.push(attempt);
  observer?.attemptEnded(exchange.id, attempt);
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

function outcomeOf(answer: Answer): { statusCode?: number; reason?: string; retryAfter?: string } {
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
  const { name } = chosen;
  const { now } = exchange.services.clock;
  const reason = 'ContentLengthMismatch';
  exchange.attempts.push({
    backend: nameOf(chosen),
    at: now,
    duration: 0,
    statusCode: undefined,
    reason,
    circuit: name === undefined ? 'closed' : exchange.unit.state(name, now),
  });
  return noResponse(exchange, reason, 'The request body was sent before and was not buffered.');
}
