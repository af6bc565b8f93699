import { hide } from '../../../lib/messages';
import type { ConfigurationBlock } from './configuration';
import { Environment, Evaluator } from './evaluator';
import { hideValue } from './language/sensitive';
import { constrained, readConstraint, TypeConstraint } from './type-constraint';
import { Json, own, Unresolved, Value } from '../value';

/** A constant expression refers to nothing. */
const NOTHING: Environment = { refer: () => new Unresolved('a constant cannot refer to other values') };

/** Evaluates a constant of an HCL file, for example a default. */
export function constant(json: Json): Value {
  return new Evaluator(NOTHING).evaluate(json);
}

const CONSTRAINTS = new WeakMap<ConfigurationBlock, TypeConstraint>();

function constraintOf(block: ConfigurationBlock): TypeConstraint {
  let constraint = CONSTRAINTS.get(block);
  if (!constraint) {
    const type = own(block.body, 'type');
    const evaluator = new Evaluator(NOTHING);
    constraint = readConstraint(typeof type === 'string' ? type : 'any', (text) => evaluator.valueOf(text));
    CONSTRAINTS.set(block, constraint);
  }
  return constraint;
}

/** Converts a value to the type of a variable, and hides it if it is sensitive. */
export function typed(block: ConfigurationBlock, value: Value): Value {
  if (isSensitive(block)) hideValue(value);
  return constrained(value, constraintOf(block));
}

/** Returns whether a variable or an output is declared so that Terraform does not show its value. */
export function isSensitive({ body }: ConfigurationBlock): boolean {
  const isTrue = (value: Json | undefined): boolean => value === true || value === 'true';
  return isTrue(own(body, 'sensitive')) || isTrue(own(body, 'ephemeral'));
}

/**
 * Returns a value of `--var`: text for a string, a number, a boolean, and a variable without a type; an expression for
 * any other type.
 */
export function givenValue(block: ConfigurationBlock, text: string): Value {
  if (isSensitive(block)) hide([text]);
  const isText = !Object.hasOwn(block.body, 'type') || constraintOf(block).isText;
  return isText ? text : new Evaluator(NOTHING).evaluateExpression(text);
}
