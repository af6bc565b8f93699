import { childOf, field, Syntax } from '../syntax';
import * as t from '../types';
import { convertTo } from './convert';
import { compile } from './expressions';
import { Run } from './node';
import { compilePattern, equals } from './patterns';
import { Scope } from './scope';
import { End, Execute, sequence } from './statements';

interface Section {
  /** Undefined for `default`. */
  readonly test?: Run;
  /** The statements to execute; empty for a label that shares those of a later label. */
  readonly statements: readonly Syntax[];
  readonly scope: Scope;
}

export function switchStatement(scope: Scope, syntax: Syntax): Execute {
  const value = compile(scope, field(syntax, 'value'));
  const slot = scope.slot();
  const inner = scope.inner();
  const sections = field(syntax, 'body').children.map((section) => compileSection(inner, value.type, slot, section));
  // A label without statements shares those of the next label that has some.
  const bodies = new Array<Execute>(sections.length);
  let body: Execute = () => End.Normal;
  for (let index = sections.length - 1; index >= 0; index--) {
    const section = sections[index];
    if (section.statements.length > 0) body = sequence(section.scope, section.statements);
    bodies[index] = body;
  }
  const fallback = sections.findIndex(({ test }) => !test);
  const { run } = value;
  return (frame) => {
    frame.locals[slot] = run(frame);
    const found = sections.findIndex(({ test }) => test?.(frame));
    const chosen = found >= 0 ? found : fallback;
    const end = chosen >= 0 ? bodies[chosen](frame) : End.Normal;
    return end === End.Break ? End.Normal : end;
  };
}

function compileSection(scope: Scope, type: t.Type, slot: number, section: Syntax): Section {
  const inner = scope.inner();
  if (section.tokens.includes('default')) return { statements: section.children, scope: inner };
  const [label, ...rest] = section.children;
  const isPattern = label.type.endsWith('_pattern') || label.type === 'discard';
  const test = isPattern ? compilePattern(inner, type, slot, label) : equals(inner, type, slot, label);
  const when = childOf(section, 'when_clause');
  const guard = when ? convertTo(compile(inner, when.children[0]), t.BOOL, when).run : undefined;
  return {
    test: guard ? (frame) => test(frame) && guard(frame) : test,
    statements: rest.filter((child) => child !== when),
    scope: inner,
  };
}
