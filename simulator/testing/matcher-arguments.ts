import { printableLines } from '../../lib/messages';
import { isHostOrUrl } from '../common/host-or-url';
import type { ExchangeResult } from '../engine/results';
import { backendsBehind, nameFault } from './known-backends';
import { argumentOf, received, refused, Rules, seconds, text, wholeNumber } from './rules';
import type { ExpectedSurvival, SurvivalExpectation } from './survival';

export interface FailoverExpectation {
  /** The total number of attempts. */
  readonly attempts?: number;
}

const EXPECTATION: Rules<FailoverExpectation> = { attempts: wholeNumber(1) };
const failoverExpectation = argumentOf(EXPECTATION);

const SCOPE: Rules<SurvivalExpectation> = { within: seconds, api: text, apiManagement: text };
const survivalExpectation = argumentOf(SCOPE);

/**
 * Validates the arguments: a test in JavaScript can pass anything, and a name that no backend has would never match.
 *
 * @throws Error that lists all faults
 */
export function checkAnswerer(matcher: string, answer: ExchangeResult, backend: unknown, expected: unknown): void {
  refuseFaults(matcher, [...backendFaults(answer, backend), ...failoverExpectation('the second argument', expected)]);
}

function backendFaults(answer: ExchangeResult, backend: unknown): string[] {
  if (typeof backend !== 'string' || backend === '') {
    return [refused('the first argument', received(backend), "the name of a backend is needed, such as 'orders-sdc'")];
  }
  const known = backendsBehind(answer);
  const fault = known && !isHostOrUrl(backend) ? nameFault(backend, known) : undefined;
  return fault === undefined ? [] : [fault];
}

/**
 * Validates the arguments of `toSurvive`.
 *
 * @throws Error that lists all faults
 */
export function expectedSurvival(backends: unknown, how: unknown, scope: SurvivalExpectation): ExpectedSurvival {
  const names: readonly unknown[] = Array.isArray(backends) ? Array.from(backends) : [backends];
  const known = names.filter((name) => typeof name === 'string' && name !== '') as string[];
  const faults: string[] = [];
  if (names.length === 0 || known.length < names.length) {
    const needed =
      "the name of a backend or a list of names is needed, such as 'orders-sdc' or ['orders-sdc', 'orders-nwe']";
    const shown =
      names.length === 0 ? 'an empty list' : received(names.find((name) => typeof name !== 'string' || name === ''));
    faults.push(refused('the first argument', shown, needed));
  }
  if (how !== undefined && typeof how !== 'string') {
    const needed =
      "it is how the backends fail, such as 'refused', or undefined for every failure; " +
      '{ within, api, apiManagement } is the third';
    faults.push(refused('the second argument', received(how), needed));
  }
  faults.push(...survivalExpectation('the third argument', scope));
  refuseFaults('toSurvive', faults);
  return { backends: new Set(known), how: how as string | undefined, scope };
}

function refuseFaults(matcher: string, faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new Error(printableLines(faults.map((fault) => `${matcher}: ${fault}`).join('\n')));
}
