import { Readable } from 'node:stream';
import { CONNECTION_FAILURE, milliseconds, TIME } from '../../lib/failover';
import { collectBody } from '../engine/collect-body';
import { responseOf } from '../engine/forward';
import { GatewayRequest } from '../engine/gateway-request';
import { immediate, Step, waiting } from '../engine/step';
import { Answer, answerTo, Outgoing, urlOf } from '../engine/transport';
import { bearerToken } from './authentication';
import { bodyText, headerChange, method } from './message-changes';
import type { PolicySource } from './policy-source';
import type { Reading } from './reading';
import { isUrl } from './urls';

/** The default, in seconds. */
const DEFAULT_TIMEOUT = 60;

/** @see https://learn.microsoft.com/azure/api-management/send-request-policy */
export function sendRequest(source: PolicySource): Step {
  source.refuse('timeout-ms', 'buffer-response', 'fail-on-error-status-code');
  const variable = source.requiredText('response-variable-name');
  const timeout = source.number('timeout', TIME);
  const ignoresError = source.flag('ignore-error', false);
  const request = requestOf(source);
  return waiting(function* (exchange) {
    const outgoing = request(exchange);
    if (!outgoing) return 'failed';
    exchange.work.attempt();
    const longest = milliseconds(timeout?.(exchange) ?? DEFAULT_TIMEOUT);
    let answer = yield* answerTo(exchange.services.transport, outgoing, longest);
    if (answer.kind === 'response') {
      const response = responseOf(answer);
      if ((yield* collectBody(response.body)) === 'collected') {
        exchange.variables.set(variable(exchange), response);
        return 'next';
      }
      discard(answer);
      const message = 'The response body could not be read.';
      answer = { kind: 'failure', reason: CONNECTION_FAILURE, message };
    }
    if (ignoresError(exchange)) {
      exchange.variables.set(variable(exchange), null);
      return 'next';
    }
    const { reason, message } = answer;
    return exchange.fail({ reason, message, statusCode: exchange.services.assumptions.noResponseStatus });
  });
}

/**
 * Sends a request without waiting for the response. @see https://learn.microsoft.com/azure/api-management/send-one-way-
 * request-policy
 */
export function sendOneWayRequest(source: PolicySource): Step {
  const timeout = source.number('timeout', TIME);
  const request = requestOf(source);
  return immediate((exchange) => {
    const outgoing = request(exchange);
    if (!outgoing) return 'failed';
    exchange.work.attempt();
    exchange.record(source.name, urlOf(outgoing).toString());
    const longest = milliseconds(timeout?.(exchange) ?? DEFAULT_TIMEOUT);
    // The request continues after the client disconnects.
    exchange.services.transport.send({ ...outgoing, departure: undefined }, longest, discard);
    return 'next';
  });
}

function discard(answer: Answer): void {
  if (answer.kind === 'response' && answer.body instanceof Readable) answer.body.destroy();
}

/** Returns the request that the policy describes; undefined if its URL is invalid, which fails the exchange. */
function requestOf(source: PolicySource): Reading<Outgoing | undefined> {
  const copies = source.word('mode', 'new') === 'copy';
  if (copies) source.compiler.readsBody('request');
  // A certificate or a proxy makes no difference to a scripted host.
  const parts = source.parts();
  const one = (name: string): PolicySource | undefined => parts.find((part) => part.name === name);
  const url = one('set-url')?.content();
  if (!url && !copies) source.fault('it has no <set-url>');
  const methodPart = one('set-method');
  const bodyPart = one('set-body');
  const tokenPart = one('authentication-managed-identity');
  const name = methodPart && method(methodPart);
  const body = bodyPart && bodyText(bodyPart);
  const token = tokenPart && bearerToken(tokenPart);
  const headers = parts.filter((part) => part.name === 'set-header').map(headerChange);
  return (exchange) => {
    const { request, work } = exchange;
    work.spend(request.headers.size);
    const target = url ? url(exchange).trim() : request.url.toString();
    if (!isUrl(target, source, exchange)) return undefined;
    const outgoing = GatewayRequest.to(target, {
      method: copies ? request.method : 'GET',
      headers: copies ? request.headers.clone() : undefined,
      body: copies ? request.body.content : undefined,
      ipAddress: request.ipAddress,
    });
    if (name) outgoing.method = name(exchange);
    if (token) outgoing.headers.set('Authorization', `Bearer ${token(exchange)}`);
    for (const change of headers) change(exchange, outgoing.headers);
    if (body) outgoing.body.write(body(exchange));
    const { base, path, query } = outgoing;
    return { base, path: path + query, headers: {}, request: outgoing, departure: exchange.departure };
  };
}
