import * as operators from '../operators';
import * as t from '../types';
import { Node } from './node';
import { Syntax, unsupported } from '../syntax';
import { Value } from '../value';
import type { Frame } from '../frame';
import { convertTo, placed } from './convert';
import { arithmetic } from './arithmetic';
import { refused } from './binary';

export function equality(operator: string, left: Node, right: Node, syntax: Syntax): Node {
  const isEqual = operator === '==';
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (other.type !== t.NULL) continue;
    const { run, type } = one;
    if (type === t.VOID || (t.isStruct(type) && !hasEquality(type))) refused(operator, left, right, syntax);
    return { type: t.BOOL, run: isEqual ? (frame) => run(frame) === null : (frame) => run(frame) !== null };
  }
  const a = left.run;
  const b = right.run;
  if (left.type === t.STRING && right.type === t.STRING && !isShort(left) && !isShort(right)) {
    return { type: t.BOOL, run: placed((frame) => operators.areEqual(a(frame), b(frame)) === isEqual, syntax) };
  }
  if (left.type === right.type && (left.type === t.STRING || left.type === t.BOOL || left.type === t.CHAR)) {
    return { type: t.BOOL, run: isEqual ? (frame) => a(frame) === b(frame) : (frame) => a(frame) !== b(frame) };
  }
  for (const name of ['XName', 'XNamespace']) {
    if (left.type.name === name && right.type === t.STRING)
      return equality(operator, left, convertTo(right, left.type, syntax), syntax);
    if (right.type.name === name && left.type === t.STRING)
      return equality(operator, convertTo(left, right.type, syntax), right, syntax);
  }
  if ([left.type, right.type].includes(t.OBJECT) && [left.type, right.type].includes(t.STRING))
    return { type: t.BOOL, run: (frame) => isSameText(a(frame), b(frame), frame) === isEqual };
  const bare = t.underlying(left.type);
  if (bare === t.underlying(right.type) && isComparedByValue(bare)) {
    return { type: t.BOOL, run: (frame) => operators.areEqual(a(frame), b(frame)) === isEqual };
  }
  const found = arithmetic(operator, left, right, syntax);
  if (found) return found;
  if (left.type === t.OBJECT || right.type === t.OBJECT) {
    const cast = left.type === t.OBJECT ? right.type.text : left.type.text;
    throw unsupported(
      syntax,
      `${operator} with an object compares references instead of values; cast it${cast === 'object' ? '' : ` to ${cast}`}`,
    );
  }
  return refused(operator, left, right, syntax);
}

/** Returns whether the value is a constant string that is short enough to compare at no cost. */
function isShort({ constant }: Node): boolean {
  return typeof constant === 'string' && constant.length < 1000;
}

/** A string and an `object` are compared by reference: whether equal strings are the same object is an assumption. */
function isSameText(a: Value, b: Value, { context }: Frame): boolean {
  return a === b && (a === null || context.equalStrings === 'one object');
}

/** Returns whether values of a type can be compared with each other, and therefore with null. */
function hasEquality({ name }: t.Type): boolean {
  return name !== 'tuple' && name !== 'KeyValuePair';
}

function isComparedByValue(type: t.Type): boolean {
  const isByValue = type === t.BOOL || type === t.STRING || t.isEnum(type);
  return isByValue || /^(?:Guid|Uri|XName|XNamespace)$/.test(type.name);
}
