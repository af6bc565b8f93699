import { aligned, formatted } from '../format-any';
import { bounded } from '../budget';
import { childOf, Syntax, unsupported } from '../syntax';
import { INT, STRING } from '../types';
import { placed } from './convert';
import { compile } from './expressions';
import { unescape } from './literals';
import { Node, Run } from './node';
import { Scope } from './scope';

/** Compiles `$"..."` in all forms except raw strings. */
export function interpolatedString(scope: Scope, syntax: Syntax): Node {
  const start = childOf(syntax, 'interpolation_start')?.text ?? '$';
  if (childOf(syntax, 'interpolation_quote')) throw unsupported(syntax, 'raw interpolated strings are not supported');
  const isVerbatim = start.includes('@');
  const parts: Run[] = [];
  let from = syntax.index + start.length + (start.endsWith('"') ? 0 : 1);
  const addText = (to: number): void => {
    const text = syntax.text.slice(from - syntax.index, to - syntax.index);
    if (/[{}]/.test(text.replace(/\{\{|\}\}/g, ''))) throw unsupported(syntax, 'adjacent braces are not supported');
    const plain = text.replaceAll('{{', '{').replaceAll('}}', '}');
    const value = isVerbatim ? plain.replaceAll('""', '"') : unescape(plain);
    if (value !== '') parts.push(() => value);
  };
  for (const child of syntax.children) {
    if (child.type !== 'interpolation') continue;
    // The grammar can treat doubled quotes before a brace as a part of the brace.
    const brace = childOf(child, 'interpolation_brace')?.text ?? '{';
    addText(child.index + brace.length - 1);
    parts.push(interpolation(scope, child));
    from = child.index + child.text.length;
  }
  addText(syntax.index + syntax.text.length - 1);
  return {
    type: STRING,
    run: placed((frame) => {
      let text = '';
      for (const part of parts) text += part(frame) as string;
      return bounded(text);
    }, syntax),
  };
}

function interpolation(scope: Scope, syntax: Syntax): Run {
  const [value, ...clauses] = syntax.children.filter(({ type }) => type !== 'interpolation_brace');
  const node = compile(scope, value);
  const alignment = clauses.find(({ type }) => type === 'interpolation_alignment_clause');
  const width = alignment ? compile(scope, alignment.children[0]) : undefined;
  if (width && (width.type !== INT || typeof width.constant !== 'number')) {
    throw unsupported(syntax, 'an alignment must be a whole number');
  }
  const format = clauses.find(({ type }) => type === 'interpolation_format_clause')?.text.slice(1);
  const by = (width?.constant ?? 0) as number;
  return placed((frame) => aligned(formatted(node.run(frame), format), by), syntax);
}
