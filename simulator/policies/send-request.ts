import { Readable } from 'node:stream';
import { CONNECTION_FAILURE, milliseconds, TIME } from '../../lib/failover';
import { collectBody } from '../engine/collect-body';
import { responseOf } from '../engine/forward';
import { GatewayRequest } from '../engine/gateway-request';
import { immediate, Step, waiting } from '../engine/step';
import { Answer, answerTo, Outgoing, urlOf } from '../engine/transport';
import { bearerToken } from './authentication';
import { bodyText, method, headerChange } from './message-changes';
import type { PolicySource } from './policy-source';
import { constantly, Reading } from './reading';
import { checkUrl } from './urls';

/** The default, in seconds. */
const DEFAULT_TIMEOUT = constantly(60);

/** @see https://learn.microsoft.com/azure/api-management/send-request-policy */
export function sendRequest(source: PolicySource): Step {
  source.refuse('timeout-ms', 'buffer-response', 'fail-on-error-status-code');
  const variable = source.requiredText('response-variable-name');
  const timeout = source.number('timeout', TIME) ?? DEFAULT_TIMEOUT;
  const ignoresError = source.flag('ignore-error', false);
  const request = requestOf(source);
  return waiting(function* (exchange) {
    const outgoing = request(exchange);
    if (!outgoing) return 'failed';
    exchange.work.attempt();
    const longest = milliseconds(timeout(exchange));
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
  const timeout = source.number('timeout', TIME) ?? DEFAULT_TIMEOUT;
  const request = requestOf(source);
  return immediate((exchange) => {
    const outgoing = request(exchange);
    if (!outgoing) return 'failed';
    exchange.work.attempt();
    exchange.record(source.name, urlOf(outgoing).toString());
    const longest = milliseconds(timeout(exchange));
    // The request continues after the client disconnects.
    exchange.services.transport.send({ ...outgoing, departure: undefined }, longest, discard);
    return 'next';
  });
}

function discard(answer: Answer): void {
  if (answer.kind === 'response' && answer.body instanceof Readable) answer.body.destroy();
}

/** Returns the request that the policy describes; undefined if the exchange fails because its URL is invalid. */
function requestOf(source: PolicySource): Reading<Outgoing | undefined> {
  const copies = source.word('mode', 'new') === 'copy';
  if (copies) source.compiler.readsBody('request');
  const url = source.parts('set-url')[0]?.content();
  if (!url && !copies) source.fault('it has no <set-url>');
  // A certificate or a proxy makes no difference to a scripted host.
  const [name] = source.parts('set-method').map(method);
  const [body] = source.parts('set-body').map(bodyText);
  const [token] = source.parts('authentication-managed-identity').map(bearerToken);
  const headers = source.parts('set-header').map(headerChange);
  return (exchange) => {
    const { request, work } = exchange;
    work.spend(request.headers.size);
    const target = url ? url(exchange).trim() : request.url.toString();
    if (!checkUrl(target, source, exchange)) return undefined;
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
