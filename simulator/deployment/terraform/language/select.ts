import { redactName } from '../../../../lib/messages';
import { Invalid, isList, isObject, own, Unresolved, Value, ValueObject, Whole } from '../../value';
import { configuredAs, isConfigured, unknownOf } from './configured';
import { kindOf } from './kinds';
import { unknownIn, withoutSymbol } from './symbols';
import { itemOf } from './types';

/** A name, or a key in brackets that is a number. */
export type Step = string | number;

/** Returns the part of the value that the steps refer to. A part that does not exist is an error in Terraform too. */
export function select(value: Value, steps: readonly Step[], name = 'a value'): Value {
  return selected(value, steps, (step, part) => {
    const unknown = unknownIn([String(step), ...(isObject<ValueObject>(part) ? Object.keys(part) : [])]);
    return unknown ? withoutSymbol(unknown) : new Invalid(`${name} has no ${formatStep(step)}`);
  });
}

/** Returns the part of an attribute. A part that is not configured is known only after deployment. */
export function selectConfigured(value: Value, steps: readonly Step[], name: string): Value {
  const symbol = symbolOf(name, steps);
  const part = selected(value, steps, () => new Unresolved(`${symbol} is known only after deployment`, symbol));
  return configuredAs(part, symbol);
}

function selected(value: Value, steps: readonly Step[], missing: (step: Step, part: Value) => Unresolved): Value {
  let part = value;
  for (const [index, step] of steps.entries()) {
    if (part instanceof Unresolved) return part.symbol ? partOf(part, steps.slice(index)) : part;
    if (part instanceof Whole && part.isDeep) return part.attribute(String(step), steps.slice(index + 1));
    const next = stepInto(part, step);
    part = next === undefined ? missing(step, part) : next;
  }
  return part;
}

function partOf(value: Unresolved, steps: readonly Step[]): Unresolved {
  if (value instanceof Invalid) return value;
  return new Unresolved(value.reason, symbolOf(value.symbol ?? '', steps), value);
}

function symbolOf(name: string, steps: readonly Step[]): string {
  return name + steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
}

function stepInto(value: Value, step: Step): Value | undefined {
  if (value instanceof Whole) return value.attribute(String(step));
  // In Terraform JSON, a single block is written as an object, but is referred to as `block[0]`.
  if (step === 0 && isConfigured(value)) return value;
  const known = itemAt(value, step);
  const item = known === undefined ? unknownOf(value, String(step)) : known;
  return item === null ? itemOf(value, item, step) : item;
}

function itemAt(value: Value, step: Step): Value | undefined {
  if (isObject<ValueObject>(value)) return own(value, String(step));
  if (isList(value) && kindOf(value) !== 'set' && /^\d+$/.test(String(step))) return value[Number(step)];
  return undefined;
}

/** For example, `module.apim["west"].id`. */
export function formatSteps([first, ...steps]: readonly Step[]): string {
  return `${first}${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${redactName(step)}`)).join('')}`;
}

function formatStep(step: Step): string {
  return typeof step === 'number' ? `[${step}]` : redactName(step);
}
