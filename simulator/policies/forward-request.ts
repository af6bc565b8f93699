import { milliseconds } from '../../lib/failover';
import { forward } from '../engine/forward';
import { Step, waiting } from '../engine/step';
import { PolicySource } from './policy-source';
import { TIME } from './attribute-values';
import { isConstant } from './reading';

/** The default, in seconds. */
const DEFAULT_TIMEOUT = 300;

/** @see https://learn.microsoft.com/azure/api-management/forward-request-policy */
export function forwardRequest(source: PolicySource): Step {
  source.allow(
    ...['timeout', 'timeout-ms', 'continue-timeout', 'http-version', 'follow-redirects'],
    ...['buffer-request-body', 'buffer-response', 'fail-on-error-status-code'],
  );
  const timeout = source.number('timeout', TIME);
  const timeoutMs = source.number('timeout-ms', TIME);
  const buffers = source.flag('buffer-request-body', false);
  if (!isConstant(buffers) || buffers.constant) source.compiler.readsBody('request');
  const failsOnError = source.flag('fail-on-error-status-code', false);
  const followsRedirects = source.flag('follow-redirects', false);
  return waiting(function* (exchange) {
    const longest = timeoutMs ? Math.round(timeoutMs(exchange)) : milliseconds(timeout?.(exchange) ?? DEFAULT_TIMEOUT);
    const flow = yield* forward(exchange, longest, buffers(exchange));
    if (flow !== 'next') return flow;
    const { statusCode, statusReason, headers } = exchange.answer();
    if (followsRedirects(exchange) && statusCode >= 300 && statusCode < 400 && headers.has('location')) {
      exchange.services.refuse(`${source.place.address}: <${source.name}>: following redirects is not simulated`);
    }
    if (!failsOnError(exchange) || statusCode < 400) return 'next';
    const message = `Backend responded with ${statusCode} (${statusReason}).`;
    return exchange.fail({ source: source.name, reason: 'BackendResponseError', message, isOfForward: true });
  });
}
