import { redactPath } from '../../lib/messages';
import { shortened } from '../common/listing';
import { errorText } from './policy-error-text';
import { SimulationError } from '../common/simulation-error';
import type { Exchange } from './exchange';
import type { ExchangeListener } from './exchange-listener';
import type { ArrivingRequest } from './arriving-request';
import { answerWith } from './pipeline';
import { ExcessiveWork } from './work';

/** Ends an exchange that has its response. */
export function end(exchange: Exchange, { done }: ExchangeListener): void {
  exchange.work.end();
  done(exchange);
}

/**
 * Ends an exchange that cannot continue. In a simulation, a request that exceeds a limit ends the run. On a gateway
 * that keeps running, its client receives an error.
 */
export function giveUp(exchange: Exchange, error: unknown, request: ArrivingRequest, listener: ExchangeListener): void {
  const { failed } = listener;
  if (!(error instanceof ExcessiveWork)) {
    if (!failed) throw error;
    return failed(error);
  }
  const message = excessText(error, exchange, request);
  const { place } = error;
  if (!failed) throw new SimulationError([place ? errorText({ ...place, ...place.position, message }) : message]);
  if (place) exchange.reportError({ ...place, message });
  answerWith(exchange, { reason: 'ExcessiveWork', message, statusCode: 500 });
  end(exchange, listener);
}

const LONGEST_PATH = 100;

function excessText({ by, what }: ExcessiveWork, exchange: Exchange, { method, path }: ArrivingRequest): string {
  const { apiName, arrival } = exchange;
  const request = `${method} ${shortened(redactPath(path), LONGEST_PATH)}${apiName === undefined ? '' : ` of API '${apiName}'`}`;
  return by === 'request'
    ? `${request} takes ${what}; lower the retry counts, or simplify the expressions`
    : `all requests up to ${request} at ${arrival / 1000} s take ${what} together; send fewer requests, or lower the retry counts`;
}
