import { Decision, FIRST_ERROR, GatewayAssumptions, underEveryAssumption } from '../../lib/failover';
import type { PolicyElement } from '../../lib/policy';
import type { Exchange } from '../engine/exchange';
import { expressionsIn } from './expressions-in';

/** Observes what a request does while all backends respond with one status code, under every assumption. */
export class Observed {
  private readonly known = new Map<number, Observation>();

  constructor(private readonly send: (statusCode: number, assumptions: GatewayAssumptions) => Exchange) {}

  /** Returns whether an error is retried under any assumption. */
  decision(statusCode: number): Decision {
    return statusCode >= FIRST_ERROR && this.of(statusCode).isRetried ? 'retried' : 'not retried';
  }

  /** Returns the same text for status codes that requests treat alike. */
  behavior(statusCode: number): string {
    return statusCode >= FIRST_ERROR ? this.of(statusCode).behavior : '';
  }

  private of(statusCode: number): Observation {
    let observation = this.known.get(statusCode);
    if (!observation) this.known.set(statusCode, (observation = this.observe(statusCode)));
    return observation;
  }

  private observe(statusCode: number): Observation {
    const runs = underEveryAssumption((assumptions) => {
      const exchange = this.send(statusCode, assumptions);
      const { attempts, elapsed } = exchange;
      const received = exchange.answer().statusCode;
      return {
        isRetried: attempts.length > this.send(HEALTHY, assumptions).attempts.length,
        seen: [attempts.map(({ backend }) => backend), elapsed, received === statusCode ? 'the same' : received],
      };
    });
    return {
      isRetried: runs.some(({ result }) => result.isRetried),
      behavior: JSON.stringify(runs.map(({ assumed, result }) => [assumed, result.seen])),
    };
  }
}

interface Observation {
  readonly isRetried: boolean;
  readonly behavior: string;
}

const HEALTHY = 200;

const READS_RESPONSE = /\b(?:Response|LastError)\b|\\[uU]/;

/** Returns whether policies can treat status codes differently that their retry conditions treat alike. */
export function tellsStatusCodesApart(elements: readonly PolicyElement[]): boolean {
  const others = elements.map((element) =>
    element.name === 'retry' ? { ...element, attributes: { ...element.attributes, condition: '' } } : element,
  );
  return expressionsIn(others).some((text) => READS_RESPONSE.test(text));
}
