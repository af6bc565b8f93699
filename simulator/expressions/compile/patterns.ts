import { common, explicit, implicit, isOfType } from '../conversions';
import { CSharpException } from '../errors';
import { areEqual } from '../operators';
import { childOf, field, Syntax, unsupported, words } from '../syntax';
import * as t from '../types';
import { Value } from '../value';
import { binary } from './binary';
import { convertTo, located } from './convert';
import { compile } from './expressions';
import { Node, Run } from './node';
import { Scope } from './scope';
import { typeMeant, typeNamed } from './type-names';

/** `x is T`, `x is T y`, `x is null`, `x is not null`, `x is > 5 and < 7`. */
export function isPattern(scope: Scope, syntax: Syntax): Node {
  const value = compile(scope, syntax.fields.get('expression') ?? field(syntax, 'left'));
  const slot = scope.slot();
  const pattern = syntax.fields.get('pattern') ?? field(syntax, 'right');
  const test =
    syntax.type === 'is_expression'
      ? typeTest(value.type, typeNamed(pattern), slot, syntax)
      : compilePattern(scope, value.type, slot, pattern);
  const { run } = value;
  return {
    type: t.BOOL,
    run: (frame) => {
      frame.locals[slot] = run(frame);
      return test(frame);
    },
  };
}

function typeTest(from: t.Type, to: t.Type, slot: number, syntax: Syntax): Run {
  if (!explicit(from, to) && from !== t.OBJECT) throw unsupported(syntax, `${from.text} is never ${to.text}`);
  return (frame) => {
    const value = frame.locals[slot];
    return value !== null && isOfType(value, to);
  };
}

/** Compiles a test of the value in a slot. */
export function compilePattern(scope: Scope, type: t.Type, slot: number, pattern: Syntax): Run {
  switch (pattern.type) {
    case 'discard':
      return () => true;
    case 'negated_pattern': {
      const inner = compilePattern(scope, type, slot, pattern.children[0]);
      return (frame) => !inner(frame);
    }
    case 'parenthesized_pattern':
      return compilePattern(scope, type, slot, pattern.children[0]);
    case 'and_pattern':
    case 'or_pattern': {
      const a = compilePattern(scope, type, slot, field(pattern, 'left'));
      const b = compilePattern(scope, type, slot, field(pattern, 'right'));
      return pattern.type === 'and_pattern' ? (frame) => a(frame) && b(frame) : (frame) => a(frame) || b(frame);
    }
    case 'type_pattern':
      return typeTest(type, typeNamed(field(pattern, 'type')), slot, pattern);
    case 'declaration_pattern': {
      const named = field(pattern, 'type');
      if (named.type === 'implicit_type') return capture(scope, type, slot, field(pattern, 'name'));
      const to = typeNamed(named);
      const test = typeTest(type, to, slot, pattern);
      const name = pattern.fields.get('name');
      const variable = scope.declareNew(name?.type === 'identifier' ? name.text : '_', to, pattern);
      return (frame) => {
        const matches = test(frame);
        if (matches) frame.locals[variable.slot] = frame.locals[slot];
        return matches;
      };
    }
    case 'var_pattern':
      return capture(scope, type, slot, field(pattern, 'name'));
    case 'relational_pattern':
      return relational(scope, type, slot, pattern);
    case 'constant_pattern': {
      const inner = pattern.children[0];
      const meant = typeMeant(scope, inner);
      return meant ? typeTest(type, meant, slot, pattern) : equals(scope, type, slot, inner);
    }
    case 'recursive_pattern': {
      const empty = childOf(pattern, 'property_pattern_clause');
      if (empty && empty.children.length === 0 && pattern.children.length === 1)
        return (frame) => frame.locals[slot] !== null;
    }
  }
  throw unsupported(pattern, `${words(pattern.type)} is not supported`);
}

/** Compiles `var x`, which matches any value. */
function capture(scope: Scope, type: t.Type, slot: number, name: Syntax): Run {
  const variable = scope.declareNew(name.text, type, name);
  return (frame) => {
    frame.locals[variable.slot] = frame.locals[slot];
    return true;
  };
}

/** Compiles a test whether the value in a slot equals a constant. */
export function equals(scope: Scope, type: t.Type, slot: number, syntax: Syntax): Run {
  const wanted = compile(scope, syntax);
  if (wanted.constant === null) return (frame) => frame.locals[slot] === null;
  const to = type === t.OBJECT ? wanted.type : t.underlying(type);
  if (!implicit(wanted.type, to, wanted.constant))
    throw unsupported(syntax, `${type.text} is never ${wanted.type.text}`);
  const { run } = convertTo(wanted, to, syntax);
  return (frame) => areEqual(frame.locals[slot], run(frame));
}

function relational(scope: Scope, type: t.Type, slot: number, pattern: Syntax): Run {
  const bound = compile(scope, pattern.children[0]);
  const to = type === t.OBJECT ? bound.type : t.underlying(type);
  const value: Node = { type: to, run: (frame) => frame.locals[slot] };
  const test = binary(pattern.tokens[0], value, bound, pattern).run;
  return (frame) => {
    const held = frame.locals[slot];
    return held !== null && (type !== t.OBJECT || isOfType(held, to)) && test(frame);
  };
}

export function switchExpression(scope: Scope, syntax: Syntax): Node {
  const [subject, ...arms] = syntax.children;
  const value = compile(scope, subject);
  const slot = scope.slot();
  const compiled = arms.map((arm) => {
    const inner = scope.inner();
    const test = compilePattern(inner, value.type, slot, arm.children[0]);
    const when = childOf(arm, 'when_clause');
    const guard = when ? convertTo(compile(inner, when.children[0]), t.BOOL, when).run : undefined;
    const result = compile(inner, arm.children[arm.children.length - 1]);
    return { test, guard, result, arm };
  });
  const type = compiled.reduce<t.Type | undefined>(
    (so, { result }) => so && common(so, result.type, undefined, result.constant),
    compiled[0]?.result.type,
  );
  if (!type) throw unsupported(syntax, 'the arms have no type in common');
  const runs = compiled.map(({ test, guard, result, arm }) => ({ test, guard, run: convertTo(result, type, arm).run }));
  const { run: runSubject } = value;
  return {
    type,
    run: (frame): Value => {
      frame.locals[slot] = runSubject(frame);
      for (const { test, guard, run } of runs) if (test(frame) && (!guard || guard(frame))) return run(frame);
      throw located(
        new CSharpException('SwitchExpressionException', 'Non-exhaustive switch expression failed to match its input.'),
        syntax,
      );
    },
  };
}
