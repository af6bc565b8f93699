import type { Exchange } from '../engine/exchange';
import { perform, Step, waiting, immediate } from '../engine/step';
import type { PolicySource } from './policy-source';
import type { Reading } from './reading';

interface Branch {
  readonly holds: Reading<boolean>;
  readonly step: Step;
}

/** @see https://learn.microsoft.com/azure/api-management/choose-policy */
export function choose(source: PolicySource): Step {
  const branches = source.parts().map((part): Branch => ({
    holds: part.name === 'otherwise' ? () => true : part.requiredFlag('condition'),
    step: part.steps(),
  }));
  const chosen = (exchange: Exchange): Step | undefined => {
    exchange.work.spend(branches.length);
    return branches.find(({ holds }) => holds(exchange))?.step;
  };
  if (branches.every(({ step }) => step.kind === 'immediate')) {
    return immediate((exchange) => {
      const step = chosen(exchange);
      return step?.kind === 'immediate' ? step.run(exchange) : 'next';
    });
  }
  return waiting(function* (exchange) {
    const step = chosen(exchange);
    return step ? yield* perform(step, exchange) : 'next';
  });
}
