import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { Section } from '../../lib/policy';
import { Body, Headers, ResponseMessage } from '../common/message';
import type { EffectivePolicy } from '../deployment';
import { collectBody, LARGEST_BODY } from './collect-body';
import type { Exchange } from './exchange';
import type { Failure } from './failure';
import { perform, Step } from './step';
import { Pending } from './flow';

/** The compiled policies of an operation, of all scopes. */
export interface Pipeline extends Readonly<Record<Section, Step>> {
  /** Whether a policy reads or resends the request body, which must then be buffered first. */
  readonly needsRequestBody: boolean;
  readonly readsResponseBody: boolean;
  /** The number of policies, including those of fragments. */
  readonly policies: number;
}

/**
 * Compiles the policies in effect for an operation.
 *
 * @throws SimulationError that lists what cannot be simulated.
 */
export type CompilePolicies = (policy: EffectivePolicy) => Pipeline;

const CLIENT_LEFT: Failure = {
  reason: 'ClientConnectionFailure',
  message: 'The client disconnected.',
  statusCode: 499,
};
const TOO_LARGE: Failure = {
  reason: 'RequestBodyTooLarge',
  message: `The request body has more than ${LARGEST_BODY} bytes.`,
  statusCode: 413,
};

const COURSE = ['inbound', 'backend', 'outbound'] as const;

/** Runs an exchange through its policy sections. A failure skips the rest and runs `on-error`. */
export function* runPipeline(exchange: Exchange, pipeline: Pipeline): Generator<Pending, void, void> {
  exchange.readsResponseBody = pipeline.readsResponseBody;
  const { headers, body } = exchange.request;
  if (pipeline.needsRequestBody && body.content instanceof Readable) {
    const isTooLarge = Number(headers.get('content-length')) > LARGEST_BODY;
    const collected = isTooLarge ? 'too large' : yield* collectBody(body);
    if (collected !== 'collected') {
      exchange.fail(collected === 'lost' ? CLIENT_LEFT : TOO_LARGE);
      return yield* runOnError(exchange, pipeline['on-error']);
    }
  }
  for (const section of COURSE) {
    exchange.section = section;
    const flow = yield* perform(pipeline[section], exchange);
    if (section === 'backend') exchange.afterBackend.run();
    if (flow === 'next') continue;
    if (flow === 'failed') yield* runOnError(exchange, pipeline['on-error']);
    break;
  }
  finish(exchange);
}

/** Runs `on-error` for an exchange that failed before its policies ran. */
export function* runOnError(exchange: Exchange, onError: Step): Generator<Pending, void, void> {
  exchange.section = 'on-error';
  const { failure, request } = exchange;
  // Discard a body that was not collected: it never arrived, or nothing waits for it.
  if (request.body.content instanceof Readable) request.body.write(undefined);
  if (failure?.statusCode !== undefined) answerWith(exchange, failure);
  yield* perform(onError, exchange);
  finish(exchange);
}

function finish(exchange: Exchange): void {
  exchange.atEnd.run();
  const response = exchange.answer();
  for (const [name, values] of exchange.addedHeaders ?? []) response.headers.set(name, ...values);
}

/** Returns the failure to the client. */
export function answerWith(exchange: Exchange, failure: Failure): void {
  exchange.response = errorResponse(failure, exchange.requestId);
}

/** The error response if no policy sets another. It does not reveal internal errors. */
function errorResponse({ statusCode = 500, message, headers }: Failure, activityId: string): ResponseMessage {
  const body =
    statusCode === 500 ? { statusCode, message: 'Internal server error', activityId } : { statusCode, message };
  return new ResponseMessage(
    statusCode,
    STATUS_CODES[statusCode] ?? '',
    new Headers({ 'Content-Type': 'application/json', ...headers }),
    new Body(JSON.stringify(body)),
  );
}
