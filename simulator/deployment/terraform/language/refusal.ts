import { Invalid, Unresolved } from '../../value';

/** Thrown by a function or an operator that cannot return a value. */
export class Refusal extends Error {
  constructor(readonly value: Unresolved) {
    super(value.reason);
  }
}

/** Reports an error that Terraform reports as well. */
export function refuse(reason: string): never {
  throw new Refusal(new Invalid(reason));
}

/** Reports that the result cannot be determined here. */
export function giveUp(reason: string): never {
  throw new Refusal(new Unresolved(reason));
}
