import { budget } from '../budget';
import { nullReference } from '../errors';
import { supertype } from '../library/declare';
import { each } from '../library/items';
import { field, sizeOf, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { Value } from '../value';
import { castTo, convertTo, located } from './convert';
import { declaration } from './declarations';
import { compile } from './expressions';
import { Run } from './node';
import { Region, Scope } from './scope';
import { End, Execute, statement } from './statements';
import { typeNamed } from './type-names';

function condition(scope: Scope, syntax: Syntax): Run {
  return convertTo(compile(scope, syntax), t.BOOL, syntax).run;
}

export function whileStatement(scope: Scope, syntax: Syntax): Execute {
  const inner = scope.repeated();
  const test = condition(inner, field(syntax, 'condition'));
  return loop(test, statement(inner, field(syntax, 'body')), [], inner.region!, syntax);
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
  const repeated = inner.repeated();
  const run = loop(
    test ? condition(inner, test) : () => true,
    statement(repeated, body),
    rest.map((update) => compile(inner, update).run),
    repeated.region!,
    syntax,
  );
  return (frame) => {
    start?.(frame);
    return run(frame);
  };
}

function spend(steps: number, syntax: Syntax): void {
  try {
    budget.spend(steps);
  } catch (error) {
    throw located(error, syntax);
  }
}

function loop(test: Run, body: Execute, updates: readonly Run[], region: Region, syntax: Syntax): Execute {
  const steps = sizeOf(syntax);
  return (frame) => {
    for (;;) {
      region.begin(frame.locals);
      if (!test(frame)) break;
      spend(steps, syntax);
      const end = body(frame);
      if (end === End.Break) break;
      if (end === End.Return) return end;
      for (const update of updates) update(frame);
    }
    return End.Normal;
  };
}

export function doStatement(scope: Scope, syntax: Syntax): Execute {
  const inner = scope.repeated();
  const region = inner.region!;
  const body = statement(inner, field(syntax, 'body'));
  const again = loop(condition(scope.inner(), field(syntax, 'condition')), body, [], region, syntax);
  return (frame) => {
    region.begin(frame.locals);
    const end = body(frame);
    if (end === End.Return) return end;
    return end === End.Break ? End.Normal : again(frame);
  };
}

export function forEachStatement(scope: Scope, syntax: Syntax): Execute {
  const source = compile(scope.inner(), field(syntax, 'right'));
  const item = itemType(source.type);
  if (!item) throw unsupported(syntax, `foreach over ${source.type.text} is not supported`);
  const named = field(syntax, 'type');
  const isVar = named.type === 'implicit_type' || named.text === 'var';
  const inner = scope.repeated();
  const region = inner.region!;
  const name = field(syntax, 'left');
  if (name.type !== 'identifier') throw unsupported(name, 'deconstructing items is not supported');
  if (scope.has(name.text)) throw unsupported(name, `the name ${name.text} is taken`);
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
    for (const item of placedItems(values, syntax)) {
      spend(steps, syntax);
      region.begin(frame.locals);
      frame.locals[place] = item;
      frame.locals[slot] = value(frame);
      const end = body(frame);
      if (end === End.Break) break;
      if (end === End.Return) return end;
    }
    return End.Normal;
  };
}

/** Adds the position to errors of the enumeration. */
function* placedItems(values: Value, syntax: Syntax): Iterable<Value> {
  try {
    yield* each(values);
  } catch (error) {
    throw located(error, syntax);
  }
}

/** Returns the item type of `foreach`. The items of a JSON object are its members. */
function itemType(of: t.Type): t.Type | undefined {
  if (of.name === 'JObject') return t.type('KeyValuePair<string, JToken>');
  return supertype(of, 'IEnumerable')?.args[0];
}
