import { hide } from '../../../lib/messages';
import type { ConfigurationBlock } from './configuration';
import { Environment, Evaluator } from './evaluator';
import { Expression, InvalidExpression, TemplateError } from './language/expression';
import { plainNull } from './language/convert';
import { hideValue } from './language/sensitive';
import { readExpression } from './template';
import { constrained, readConstraint, TypeConstraint } from './type-constraint';
import { Json, own, Unresolved, Value } from '../value';

/** A constant expression refers to nothing. */
const NOTHING: Environment = { refer: () => new Unresolved('a constant cannot refer to other values') };

/** A value for a variable, or why Terraform refuses its expression. */
export interface GivenValue {
  readonly value: Value;
  readonly fault?: string;
}

/**
 * Evaluates a constant of an HCL file, which Terraform refuses if it refers to another value.
 *
 * @param what - what to call it, for example `a default`
 */
export function givenConstant(json: Json, what: string): GivenValue {
  return referringToNothing(what, (evaluator) => evaluator.evaluate(json));
}

function referringToNothing(what: string, evaluate: (evaluator: Evaluator) => Value): GivenValue {
  let isReferring = false;
  const refer = (): Value => {
    isReferring = true;
    return new Unresolved(`${what} cannot refer to another value`);
  };
  const value = evaluate(new Evaluator({ refer }));
  return isReferring
    ? { value, fault: `${what} cannot refer to another value; put text in quotation marks` }
    : { value };
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

/**
 * Returns why a value does not convert to the type of a variable; undefined if it does, or if that is not known.
 *
 * @param name - what to call the value, for example `var.region`
 */
export function typeFault(block: ConfigurationBlock, value: Value, name: string): string | undefined {
  return constraintOf(block).fault(value, name);
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
export function givenText(block: ConfigurationBlock, text: string): GivenValue {
  if (isSensitive(block)) hide([text]);
  const isText = !Object.hasOwn(block.body, 'type') || constraintOf(block).isText;
  if (isText) return { value: text };
  const expression = expressionIn(text);
  if (typeof expression === 'string') return { value: new Unresolved(expression), fault: expression };
  return referringToNothing('a value of --var', (evaluator) => plainNull(evaluator.valueOf(expression)));
}

/** Returns why the text is not an expression, without the text, which can be a secret. */
function expressionIn(text: string): Expression | string {
  try {
    return readExpression(text);
  } catch (error) {
    if (error instanceof InvalidExpression) return 'the value is not a valid expression';
    if (error instanceof TemplateError) return 'the value is an expression that is not supported';
    throw error;
  }
}
