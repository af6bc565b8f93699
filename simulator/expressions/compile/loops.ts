import { budget } from '../budget';
import { nullReference } from '../errors';
import { supertype } from '../library/declare';
import { itemsOf } from '../library/items';
import { field, sizeOf, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { Value } from '../value';
import { castTo, convertTo, located } from './convert';
import { declaration } from './declarations';
import { compile } from './expressions';
import { Run } from './node';
import { Scope } from './scope';
import { End, Execute, statement } from './statements';
import { typeNamed } from './type-names';

function condition(scope: Scope, syntax: Syntax): Run {
  return convertTo(compile(scope, syntax), t.BOOL, syntax).run;
}

export function whileStatement(scope: Scope, syntax: Syntax): Execute {
  const inner = scope.inner();
  return loop(condition(inner, field(syntax, 'condition')), statement(inner, field(syntax, 'body')), [], syntax);
}

export function forStatement(scope: Scope, syntax: Syntax): Execute {
  const inner = scope.inner();
  const body = field(syntax, 'body');
  const test = syntax.fields.get('condition');
  const initializer = syntax.fields.get('initializer');
  const isDeclaration = initializer?.type === 'variable_declaration';
  const start = initializer
    ? isDeclaration
      ? declaration(inner, initializer)
      : compile(inner, initializer).run
    : undefined;
  const testIndex = test ? syntax.children.indexOf(test) : -1;
  const rest = syntax.children.filter(
    (child, index) => child !== body && child !== test && child !== initializer && index > testIndex,
  );
  const before = syntax.children.filter((child, index) => child !== initializer && index < testIndex);
  if (before.length > 0) throw unsupported(syntax, 'a for with several initial expressions is not supported');
  const run = loop(
    test ? condition(inner, test) : () => true,
    statement(inner, body),
    rest.map((update) => compile(inner, update).run),
    syntax,
  );
  return (frame) => {
    start?.(frame);
    return run(frame);
  };
}

function loop(test: Run, body: Execute, updates: readonly Run[], syntax: Syntax): Execute {
  const steps = sizeOf(syntax);
  return (frame) => {
    while (test(frame)) {
      try {
        budget.spend(steps);
      } catch (error) {
        throw located(error, syntax);
      }
      const end = body(frame);
      if (end === End.Break) break;
      if (end === End.Return) return end;
      for (const update of updates) update(frame);
    }
    return End.Normal;
  };
}

export function doStatement(scope: Scope, syntax: Syntax): Execute {
  const inner = scope.inner();
  const body = statement(inner, field(syntax, 'body'));
  const again = loop(condition(scope, field(syntax, 'condition')), body, [], syntax);
  return (frame) => {
    const end = body(frame);
    if (end === End.Return) return end;
    return end === End.Break ? End.Normal : again(frame);
  };
}

export function forEachStatement(scope: Scope, syntax: Syntax): Execute {
  const source = compile(scope, field(syntax, 'right'));
  const item = itemType(source.type);
  if (!item) throw unsupported(syntax, `foreach over ${source.type.text} is not supported`);
  const named = field(syntax, 'type');
  const isVar = named.type === 'implicit_type' || named.text === 'var';
  const inner = scope.inner();
  const name = field(syntax, 'left');
  if (name.type !== 'identifier') throw unsupported(name, 'deconstructing items is not supported');
  const place = scope.slot();
  const declared = isVar ? item : typeNamed(named);
  const value = castTo({ type: item, run: (frame) => frame.locals[place] }, declared, syntax).run;
  const { slot } = inner.declare(name.text, declared, true);
  const body = statement(inner, field(syntax, 'body'));
  const { run } = source;
  const steps = sizeOf(syntax);
  return (frame) => {
    const values = run(frame);
    if (values === null) throw located(nullReference(), syntax);
    for (const each of copyOf(values, syntax)) {
      try {
        budget.spend(steps);
      } catch (error) {
        throw located(error, syntax);
      }
      frame.locals[place] = each;
      frame.locals[slot] = value(frame);
      const end = body(frame);
      if (end === End.Break) break;
      if (end === End.Return) return end;
    }
    return End.Normal;
  };
}

/** Copies the items, since the body can change the collection. */
function copyOf(values: Value, syntax: Syntax): readonly Value[] {
  try {
    const items = itemsOf(values);
    budget.walk(items.length);
    return [...items];
  } catch (error) {
    throw located(error, syntax);
  }
}

/** Returns the item type of `foreach`. The items of a JSON object are its members. */
function itemType(of: t.Type): t.Type | undefined {
  if (of.name === 'JObject') return t.type('KeyValuePair<string, JToken>');
  return supertype(of, 'IEnumerable')?.args[0];
}
