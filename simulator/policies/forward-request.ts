import { FIRST_ERROR, FORWARD_FLAGS, FORWARD_NUMBERS, milliseconds } from '../../lib/failover';
import { forward } from '../engine/forward';
import { Step, waiting } from '../engine/step';
import type { PolicySource } from './policy-source';
import { constantly, isConstant } from './reading';

/** @see https://learn.microsoft.com/azure/api-management/forward-request-policy */
export function forwardRequest(source: PolicySource): Step {
  const timeout = source.number('timeout', FORWARD_NUMBERS.timeout) ?? constantly(FORWARD_NUMBERS.timeout.default);
  const timeoutMs = source.number('timeout-ms', FORWARD_NUMBERS['timeout-ms']);
  const buffers = source.flag('buffer-request-body', FORWARD_FLAGS['buffer-request-body'].default);
  if (!isConstant(buffers) || buffers.constant) source.compiler.readsBody('request');
  const failsOnError = source.flag('fail-on-error-status-code', FORWARD_FLAGS['fail-on-error-status-code'].default);
  const followsRedirects = source.flag('follow-redirects', FORWARD_FLAGS['follow-redirects'].default);
  return waiting(function* (exchange) {
    const longest = timeoutMs ? Math.round(timeoutMs(exchange)) : milliseconds(timeout(exchange));
    const flow = yield* forward(exchange, longest, buffers(exchange));
    if (flow !== 'next') return flow;
    const { statusCode, statusReason, headers } = exchange.answer();
    if (followsRedirects(exchange) && statusCode >= 300 && statusCode < FIRST_ERROR && headers.has('location')) {
      source.stop(exchange, 'following redirects is not simulated');
    }
    if (!failsOnError(exchange) || statusCode < FIRST_ERROR) return 'next';
    const message = `Backend responded with ${statusCode} (${statusReason}).`;
    return exchange.fail({ source: source.name, reason: 'BackendResponseError', message, isOfForward: true });
  });
}
