import { STATUS_CODES } from 'node:http';
import type { Section } from '../../lib/policy';
import { Body, Headers, ResponseMessage } from '../message';
import type { Exchange } from './exchange';
import { Pending, perform, Step } from './step';

/** The policies of an operation, compiled: those of all scopes. */
export type Pipeline = Readonly<Record<Section, Step>>;

const COURSE = ['inbound', 'backend', 'outbound'] as const;

/** Takes an exchange through its sections; a failure skips the rest and goes to `on-error`. */
export function* runPipeline(exchange: Exchange, pipeline: Pipeline): Generator<Pending, void, void> {
  for (const section of COURSE) {
    exchange.section = section;
    const flow = yield* perform(pipeline[section], exchange);
    if (flow === 'next') continue;
    if (flow === 'failed') yield* runOnError(exchange, pipeline['on-error']);
    break;
  }
  finish(exchange);
}

/** Takes an exchange that failed before its policies could run. */
export function* runOnError(exchange: Exchange, onError: Step): Generator<Pending, void, void> {
  exchange.section = 'on-error';
  const { failure } = exchange;
  if (failure?.statusCode !== undefined) {
    exchange.response = errorResponse(failure.statusCode, failure.message, failure.headers);
  }
  yield* perform(onError, exchange);
  finish(exchange);
}

function finish(exchange: Exchange): void {
  const response = exchange.answer();
  for (const [name, values] of exchange.addedHeaders ?? []) response.headers.set(name, ...values);
}

/** What a client gets where no policy says otherwise. What went wrong inside is not for clients. */
export function errorResponse(
  statusCode: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ResponseMessage {
  const text = statusCode === 500 ? 'Internal server error' : message;
  return new ResponseMessage(
    statusCode,
    STATUS_CODES[statusCode] ?? '',
    new Headers({ 'Content-Type': 'application/json', ...headers }),
    new Body(JSON.stringify({ statusCode, message: text })),
  );
}
