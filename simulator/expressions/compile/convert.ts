import { Conversion, explicit, implicit } from '../conversions';
import { CSharpException, Unsupported } from '../errors';
import { Syntax, unsupported } from '../syntax';
import { Type } from '../types';
import { Node, Run } from './node';

export function applied({ run }: Node, { convert }: Conversion): Run {
  return convert ? (frame) => convert(run(frame)) : run;
}

/** Converts a value implicitly, as C# does. */
export function convertTo(node: Node, to: Type, syntax: Syntax): Node {
  if (node.type === to) return node;
  const conversion = implicit(node.type, to, node.constant);
  if (!conversion) throw unsupported(syntax, `cannot convert from ${node.type.text} to ${to.text}`);
  return { type: to, run: applied(node, conversion), constant: conversion.convert ? undefined : node.constant };
}

export function castTo(node: Node, to: Type, syntax: Syntax): Node {
  const conversion = explicit(node.type, to, node.constant);
  if (!conversion) throw unsupported(syntax, `cannot cast from ${node.type.text} to ${to.text}`);
  if (!conversion.convert) return { type: to, run: node.run, constant: node.constant };
  return { type: to, run: placed(applied(node, conversion), syntax) };
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
