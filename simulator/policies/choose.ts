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
  if (branches.every(({ step }) => step.kind === 'immediate')) {
    return immediate((exchange) => {
      exchange.work.spend(branches.length);
      const branch = branches.find(({ holds }) => holds(exchange));
      return branch?.step.kind === 'immediate' ? branch.step.run(exchange) : 'next';
    });
  }
  return waiting(function* (exchange) {
    exchange.work.spend(branches.length);
    const branch = branches.find(({ holds }) => holds(exchange));
    return branch ? yield* perform(branch.step, exchange) : 'next';
  });
}
