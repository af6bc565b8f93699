import { Conversion, explicit, implicit } from '../conversions';
import { CSharpException, ExpressionSyntaxError, Unsupported } from '../errors';
import { isNumeric } from '../numeric';
import { Syntax, unsupported } from '../syntax';
import { BOOL, isStruct, NULL, STRING, Type, underlying } from '../types';
import { Node, Run } from './node';

export function applied({ run }: Node, { convert }: Conversion): Run {
  return convert ? (frame) => convert(run(frame)) : run;
}

/** Converts a value implicitly, as C# does. */
export function convertTo(node: Node, to: Type, syntax: Syntax): Node {
  if (node.type === to) return node;
  const conversion = implicit(node.type, to, node.constant);
  if (!conversion) throw mismatch('cannot convert', node.type, to, syntax);
  return { type: to, run: applied(node, conversion), constant: conversion.convert ? undefined : node.constant };
}

export function castTo(node: Node, to: Type, syntax: Syntax): Node {
  const conversion = explicit(node.type, to, node.constant);
  if (!conversion) throw mismatch('cannot cast', node.type, to, syntax);
  if (!conversion.convert) return { type: to, run: node.run, constant: node.constant };
  return { type: to, run: placed(applied(node, conversion), syntax) };
}

/** Between types whose conversions are all known, C# has none either. */
function mismatch(reason: string, from: Type, to: Type, syntax: Syntax): Error {
  const text = `${reason} from ${from.text} to ${to.text}`;
  const isKnown = (isPrimitive(from) || (from === NULL && isStruct(to))) && (isPrimitive(to) || isStruct(to));
  return isKnown ? new ExpressionSyntaxError(text, syntax.position) : unsupported(syntax, text);
}

/** Returns whether all conversions and operators of a type are known: those of numbers, `bool`, `char`, and `string`. */
export function isPrimitive(type: Type): boolean {
  const bare = underlying(type);
  return isNumeric(bare) || bare === BOOL || bare === STRING;
}

/** Adds the position to errors that the evaluation throws. */
export function placed(run: Run, syntax: Syntax): Run {
  return (frame) => {
    try {
      return run(frame);
    } catch (error) {
      throw located(error, syntax);
    }
  };
}

export function located(error: unknown, syntax: Syntax): unknown {
  if (error instanceof CSharpException) error.position ??= syntax.position;
  if (error instanceof Unsupported) return unsupported(syntax, error.reason);
  return error;
}
