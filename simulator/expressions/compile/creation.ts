import { budget } from '../budget';
import { common, defaultOf } from '../conversions';
import { ExpressionSyntaxError, outOfRange } from '../errors';
import { childOf, declaratorsIn, field, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { SequenceValue } from '../collection';
import { RecordValue, Value } from '../value';
import { Argument, argumentsIn, call } from './calls';
import { convertTo, located } from './convert';
import { compile } from './expressions';
import { Node, Run, valuesOf } from './node';
import { Scope } from './scope';
import { typeNamed } from './type-names';

export function objectCreation(scope: Scope, syntax: Syntax): Node {
  const type = typeNamed(field(syntax, 'type'));
  const made = call(
    scope,
    { owner: type, name: 'new', typeArguments: [], given: argumentsIn(scope, syntax.fields.get('arguments')) },
    syntax,
  );
  const initializer = syntax.fields.get('initializer');
  return initializer ? initialized(scope, { ...made, type }, initializer) : { ...made, type };
}

/** `{ a, b }` calls `Add`, `{ ["k"] = v }` sets an element, and `{ Name = v }` sets a property. */
function initialized(scope: Scope, made: Node, initializer: Syntax): Node {
  const slot = scope.slot();
  const { type, run } = made;
  const receiver: Node = { type, run: (frame) => frame.locals[slot] };
  if (new Set(initializer.children.map((item) => item.type === 'assignment_expression')).size > 1)
    throw new ExpressionSyntaxError('an initializer either adds items or sets members', initializer.position);
  const steps = initializer.children.map((item): Run => {
    if (item.type === 'assignment_expression') {
      const target = field(item, 'left');
      const value = argument(scope, field(item, 'right'));
      if (target.type === 'element_binding_expression') {
        const given = [...argumentsIn(scope, target), value];
        return call(scope, { receiver, owner: type, name: 'set', typeArguments: [], given }, item).run;
      }
      return call(scope, { receiver, owner: type, name: `set_${target.text}`, typeArguments: [], given: [value] }, item)
        .run;
    }
    const values = item.type === 'initializer_expression' ? item.children : [item];
    const given = values.map((value) => argument(scope, value));
    return call(scope, { receiver, owner: type, name: 'Add', typeArguments: [], given }, item).run;
  });
  return {
    type,
    run: (frame) => {
      const value = run(frame);
      for (const step of steps) {
        // A nested initializer can use the same slot.
        frame.locals[slot] = value;
        step(frame);
      }
      return value;
    },
  };
}

function argument(scope: Scope, syntax: Syntax): Argument {
  return { syntax, isOut: false, node: compile(scope, syntax) };
}

export function arrayCreation(scope: Scope, syntax: Syntax): Node {
  const arrayType = field(syntax, 'type');
  const type = typeNamed(arrayType);
  const element = type.args[0];
  const initializer = childOf(syntax, 'initializer_expression');
  if (initializer) return arrayOf(scope, element, initializer.children);
  const size = field(arrayType, 'rank').children[0];
  if (!size) throw unsupported(syntax, 'an array needs a length or values');
  const length = convertTo(compile(scope, size), t.INT, size).run;
  return {
    type,
    run: (frame) => {
      const count = length(frame) as number;
      if (count < 0) throw located(outOfRange('length'), syntax);
      try {
        budget.allocate(element === t.BYTE ? count : 8 * count);
        if (element === t.BYTE) return new Uint8Array(count);
        return new SequenceValue('array', element, new Array<Value>(count).fill(defaultOf(element)));
      } catch (error) {
        throw located(error, syntax);
      }
    },
  };
}

export function implicitArray(scope: Scope, syntax: Syntax): Node {
  const values = childOf(syntax, 'initializer_expression')?.children ?? [];
  const nodes = values.map((value) => compile(scope, value));
  const element = nodes.reduce<t.Type | undefined>(
    (type, node) => type && common(type, node.type, undefined, node.constant),
    nodes[0]?.type,
  );
  if (!element || element === t.NULL || element === t.VOID)
    throw unsupported(syntax, 'the values have no type in common');
  return arrayOfNodes(element, nodes, values);
}

export function arrayOf(scope: Scope, element: t.Type, values: readonly Syntax[]): Node {
  return arrayOfNodes(
    element,
    values.map((value) => compile(scope, value)),
    values,
  );
}

function arrayOfNodes(element: t.Type, nodes: readonly Node[], values: readonly Syntax[]): Node {
  const runs = nodes.map((node, index) => convertTo(node, element, values[index]).run);
  const type = t.generic('[]', element);
  if (element === t.BYTE) return { type, run: (frame) => Uint8Array.from(runs, (run) => run(frame) as number) };
  return { type, run: (frame) => new SequenceValue('array', element, valuesOf(runs, frame)) };
}

/** Compiles `new { a = 1, b.C }`. */
export function anonymousObject(scope: Scope, syntax: Syntax): Node {
  return recordOf(scope, 'anonymous', declaratorsIn(syntax));
}

export function tuple(scope: Scope, syntax: Syntax): Node {
  const items = syntax.children.map((item, index) => ({
    name: item.fields.get('name')?.text ?? `Item${index + 1}`,
    value: item.children[item.children.length - 1],
  }));
  return recordOf(scope, 'tuple', items);
}

function recordOf(scope: Scope, kind: 'tuple' | 'anonymous', items: ReturnType<typeof declaratorsIn>): Node {
  const fields = items.map(({ name, value }) => {
    const node = compile(scope, value);
    if (node.type === t.NULL || node.type === t.VOID) throw unsupported(value, 'its type cannot be determined');
    return { ...node, name };
  });
  const type = t.record(kind, fields);
  const runs = fields.map(({ run }) => run);
  return { type, run: (frame) => new RecordValue(type, valuesOf(runs, frame)) };
}
