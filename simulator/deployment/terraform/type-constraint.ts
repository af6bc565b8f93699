import { Expression, TemplateError } from './language/expression';
import { isConfigured, unknownOf } from './language/configured';
import { kindOf } from './language/kinds';
import { convert, described } from './language/convert';
import type { Type } from './language/types';
import { readExpression } from './template';
import { Invalid, isList, isObject, own, TypedNull, Unresolved, Value, ValueObject, Whole } from '../value';

/** The type of a variable, with the defaults of optional attributes. */
export interface TypeConstraint {
  readonly type: Type;
  /** Whether a value of `--var` is text instead of an expression. */
  readonly isText: boolean;
  /** Inserts the defaults of optional attributes. */
  readonly complete: (value: Value) => Value;
  /**
   * Returns why a value does not convert to the type, without its content, which can be a secret; undefined if it does,
   * or as far as it is not known.
   *
   * @param name - what to call the value
   */
  readonly fault: (value: Value, name: string) => string | undefined;
}

const ANY: TypeConstraint = { type: 'any', isText: false, complete: (value) => value, fault: () => undefined };

/**
 * Reads a type constraint such as `object({ name = string, count = optional(number, 2) })`.
 *
 * @param evaluate - evaluates a default, which is a constant
 */
export function readConstraint(text: string, evaluate: (expression: Expression) => Value): TypeConstraint {
  const plain = /^\$\{([^]*)\}$/.exec(text)?.[1] ?? text;
  try {
    return constraintOf(readExpression(plain), evaluate);
  } catch (error) {
    if (error instanceof TemplateError) return ANY;
    throw error;
  }
}

function constraintOf(expression: Expression, evaluate: (expression: Expression) => Value): TypeConstraint {
  if (expression.kind === 'name') return named(expression.name);
  if (expression.kind !== 'call') return ANY;
  const [of] = expression.args;
  if (of === undefined) return ANY;
  switch (expression.name) {
    case 'list':
    case 'set':
    case 'map':
      return collection(expression.name, constraintOf(of, evaluate));
    case 'tuple':
      return of.kind === 'list' ? tuple(of.items.map((item) => constraintOf(item, evaluate))) : ANY;
    case 'object':
      return of.kind === 'object' ? object(of.entries, evaluate) : ANY;
    default:
      return ANY;
  }
}

function named(name: string): TypeConstraint {
  if (name === 'string' || name === 'number' || name === 'bool') return primitive(name);
  // Without the type of their items, these are lists and maps of any type.
  if (name === 'list' || name === 'set' || name === 'map') return collection(name, ANY);
  return ANY;
}

function primitive(type: 'string' | 'number' | 'bool'): TypeConstraint {
  return {
    ...ANY,
    type,
    isText: true,
    fault: ifKnown((value, name) =>
      convert(value, type) instanceof Invalid ? mismatch(value, name, type) : undefined,
    ),
  };
}

function collection(kind: 'list' | 'set' | 'map', item: TypeConstraint): TypeConstraint {
  return {
    type: { kind, item: item.type },
    isText: false,
    complete: (value) => {
      if (isList(value)) return value.map(item.complete);
      if (kind !== 'map' || !isObject<ValueObject>(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, item.complete(each)]));
    },
    fault: ifKnown((value, name) => {
      const isOfKind = kind === 'map' ? isObject<ValueObject>(value) : isList(value);
      if (!isOfKind) return mismatch(value, name, `${kind}(${nameOf(item.type)})`);
      // The keys of a map are a part of its content.
      return first(Object.entries<Value>(value as ValueObject), ([key, each]) =>
        item.fault(each, kind === 'map' ? `${name}[*]` : `${name}[${key}]`),
      );
    }),
  };
}

function tuple(items: readonly TypeConstraint[]): TypeConstraint {
  return {
    type: { kind: 'tuple', items: items.map(({ type }) => type) },
    isText: false,
    complete: (value) => (isList(value) ? value.map((each, index) => items[index]?.complete(each) ?? each) : value),
    fault: ifKnown((value, name) => {
      if (!isList(value)) return mismatch(value, name, 'tuple');
      if (value.length !== items.length)
        return `${name} has the length ${value.length}; its type has the length ${items.length}`;
      return first([...items.entries()], ([index, item]) => item.fault(value[index] ?? null, `${name}[${index}]`));
    }),
  };
}

interface Attribute extends TypeConstraint {
  readonly name: string;
  readonly isOptional: boolean;
  readonly otherwise: Value;
}

function object(
  entries: readonly (readonly [key: Expression, value: Expression])[],
  evaluate: (expression: Expression) => Value,
): TypeConstraint {
  const attributes = entries.flatMap(([key, value]) => {
    if (key.kind !== 'literal') return [];
    return attribute(String(key.value), value, evaluate);
  });
  return {
    type: { kind: 'object', attributes: new Map(attributes.map(({ name, type }) => [name, type])) },
    isText: false,
    complete: (value) => {
      if (!isObject<ValueObject>(value)) return value;
      const missing = attributes.find(({ name, isOptional }) => !isOptional && attributeIn(value, name) === undefined);
      if (missing) return new Unresolved(`an object has no attribute ${missing.name}, which its type requires`);
      // Terraform drops attributes that are not in the type.
      return Object.fromEntries(
        attributes.map(({ name, otherwise, complete }) => {
          const given = attributeIn(value, name) ?? null;
          return [name, complete(given === null ? otherwise : given)];
        }),
      );
    },
    fault: ifKnown((value, name) => {
      if (!isObject<ValueObject>(value)) return mismatch(value, name, 'object');
      return first(attributes, (attribute) => {
        const given = own(value, attribute.name);
        if (given !== undefined) return attribute.fault(given, `${name}.${attribute.name}`);
        return attribute.isOptional ? undefined : `${name} has no attribute ${attribute.name}, which its type requires`;
      });
    }),
  };
}

/** Null converts to any type. Which kind a block of a resource has depends on the schema of the resource. */
function ifKnown(fault: TypeConstraint['fault']): TypeConstraint['fault'] {
  return (value, name) => {
    if (value === null || value instanceof TypedNull || value instanceof Unresolved || value instanceof Whole) return;
    return kindOf(value) === 'json' || isConfigured(value) ? undefined : fault(value, name);
  };
}

function mismatch(value: Value, name: string, needed: string): string {
  return `${name} is ${described(value)}; the type ${needed} is needed`;
}

/** The short form of a type, for example `list(object)`. */
function nameOf(type: Type): string {
  if (typeof type === 'string') return type;
  return 'item' in type ? `${type.kind}(${nameOf(type.item)})` : type.kind;
}

function first<T>(items: readonly T[], fault: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = fault(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An attribute of a block that is not configured is known only after deployment. */
function attributeIn(value: ValueObject, name: string): Value | undefined {
  const given = own(value, name);
  return given === undefined ? unknownOf(value, name) : given;
}

function attribute(name: string, value: Expression, evaluate: (expression: Expression) => Value): Attribute {
  if (value.kind !== 'call' || value.name !== 'optional') {
    return { ...constraintOf(value, evaluate), name, isOptional: false, otherwise: null };
  }
  const [type, otherwise] = value.args;
  return {
    ...(type ? constraintOf(type, evaluate) : ANY),
    name,
    isOptional: true,
    otherwise: otherwise ? evaluate(otherwise) : null,
  };
}

/** Converts a value to the type of a variable. */
export function constrained(value: Value, { type, complete }: TypeConstraint): Value {
  return convert(complete(value), type);
}
