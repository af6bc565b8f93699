import { counted } from '../../lib/failover';
import { redactName, redactUrls } from '../../lib/messages';
import type { ExchangeResult } from '../engine/results';
import type { Expectation } from './scenario';
import { duration } from './wording';

const LONGEST_SHOWN = 200;
/** The maximum number of characters to process. The rest is never shown. */
const LONGEST_READ = 10_000;

/** Returns a line for each unmet expectation, for example `request 0: status 200 expected, 503 received`. */
export function unmetExpectations(
  expectations: readonly Expectation[],
  exchanges: readonly ExchangeResult[],
): string[] {
  return expectations.flatMap((expectation) => {
    const exchange: ExchangeResult | undefined = exchanges[expectation.request];
    const unmet = exchange ? differences(expectation, exchange) : ['a response expected, none received'];
    return unmet.map((difference) => `request ${expectation.request}: ${difference}`);
  });
}

function differences(expected: Expectation, exchange: ExchangeResult): string[] {
  const differing: string[] = [];
  const { status, attempts, backend, body } = expected;
  if (status !== undefined && status !== exchange.status) {
    differing.push(`status ${status} expected, ${exchange.status} received`);
  }
  if (attempts !== undefined && attempts !== exchange.attempts.length) {
    differing.push(`${counted(attempts, 'attempt')} expected, ${exchange.attempts.length} made`);
  }
  const last = exchange.attempts.at(-1)?.backend;
  if (backend !== undefined && backend !== last) {
    differing.push(
      `backend ${redactName(backend)} expected, ${last === undefined ? 'none was called' : `${last} was called last`}`,
    );
  }
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    const received = headerOf(exchange, name);
    if (received !== value)
      differing.push(`header ${name} ${showHeader(value)} expected, ${showHeader(received)} received`);
  }
  if (body !== undefined && body !== exchange.body) {
    differing.push(`body ${show(body)} expected, ${show(exchange.body)} received`);
  }
  return [...differing, ...lateOrEarly(expected, exchange.duration)];
}

function lateOrEarly({ duration: { least, most } = {} }: Expectation, took: number): string[] {
  const differing: string[] = [];
  if (least !== undefined && took < least) {
    differing.push(`a duration of at least ${duration(least)} expected, ${duration(took)} measured`);
  }
  if (most !== undefined && took > most) {
    differing.push(`a duration of at most ${duration(most)} expected, ${duration(took)} measured`);
  }
  return differing;
}

function headerOf({ headers }: ExchangeResult, name: string): string | undefined {
  return Object.entries(headers).find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
}

/** A URL, for example in Location, can contain a key. */
function showHeader(value: string | undefined): string {
  return show(value === undefined ? value : redactUrls(value.slice(0, LONGEST_READ)));
}

function show(value: string | undefined): string {
  if (value === undefined) return 'none';
  const text = JSON.stringify(value.slice(0, LONGEST_READ));
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}..."`;
}
