import { implicit, isNumeric, numeric } from '../conversions';
import { concat, formatValue } from '../format';
import * as operators from '../operators';
import { field, Syntax, unsupported } from '../syntax';
import * as t from '../types';
import { CharValue, DateTimeValue, TimeSpanValue, Value } from '../value';
import { convertTo, placed } from './convert';
import { compile } from './expressions';
import { Node, Run } from './node';
import { Scope } from './scope';

const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!=']);

export function binaryExpression(scope: Scope, syntax: Syntax): Node {
  const operator = syntax.tokens[0];
  const left = compile(scope, field(syntax, 'left'));
  const right = compile(scope, field(syntax, 'right'));
  return binary(operator, left, right, syntax);
}

export function binary(operator: string, left: Node, right: Node, syntax: Syntax): Node {
  switch (operator) {
    case '&&':
    case '||':
      return logical(operator, left, right, syntax);
    case '??':
      return coalesce(left, right, syntax);
    case '==':
    case '!=':
      return equality(operator, left, right, syntax);
    case '+':
      if (left.type === t.STRING || right.type === t.STRING) return concatenation(left, right, syntax);
  }
  return arithmetic(operator, left, right, syntax) ?? refused(operator, left, right, syntax);
}

function refused(operator: string, left: Node, right: Node, syntax: Syntax): never {
  throw unsupported(
    syntax,
    `the operator ${operator} between ${left.type.text} and ${right.type.text} is not supported`,
  );
}

function logical(operator: string, left: Node, right: Node, syntax: Syntax): Node {
  const a = convertTo(left, t.BOOL, syntax).run;
  const b = convertTo(right, t.BOOL, syntax).run;
  return { type: t.BOOL, run: operator === '&&' ? (frame) => a(frame) && b(frame) : (frame) => a(frame) || b(frame) };
}

function coalesce(left: Node, right: Node, syntax: Syntax): Node {
  if (t.isStruct(left.type)) refused('??', left, right, syntax);
  const bare = t.underlying(left.type);
  const target = [bare, left.type, right.type].find(
    (type) => implicit(right.type, type, right.constant) && implicit(bare, type),
  );
  if (!target) return refused('??', left, right, syntax);
  const a = left.run;
  const widened = convertTo({ ...left, type: left.type === t.NULL ? target : bare }, target, syntax);
  const convert = bare === target || left.type === t.NULL ? undefined : implicit(bare, target)?.convert;
  const b = convertTo(right, target, syntax).run;
  return {
    type: widened.type,
    run: (frame) => {
      const value = a(frame);
      return value === null ? b(frame) : convert ? convert(value) : value;
    },
  };
}

function concatenation(left: Node, right: Node, syntax: Syntax): Node {
  if (left.type === t.VOID || right.type === t.VOID) refused('+', left, right, syntax);
  const a = left.run;
  const b = right.run;
  if (left.type === t.STRING && right.type === t.STRING) {
    return {
      type: t.STRING,
      run: (frame) => concat((a(frame) as string | null) ?? '', (b(frame) as string | null) ?? ''),
    };
  }
  return { type: t.STRING, run: placed((frame) => concat(formatValue(a(frame)), formatValue(b(frame))), syntax) };
}

function equality(operator: string, left: Node, right: Node, syntax: Syntax): Node {
  const isEqual = operator === '==';
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (other.type !== t.NULL) continue;
    const { run, type } = one;
    if (t.isStruct(type) || type === t.VOID) refused(operator, left, right, syntax);
    return { type: t.BOOL, run: isEqual ? (frame) => run(frame) === null : (frame) => run(frame) !== null };
  }
  const a = left.run;
  const b = right.run;
  if (
    left.type === right.type &&
    (left.type === t.STRING || left.type === t.BOOL || left.type === t.CHAR || t.isEnum(left.type))
  ) {
    return { type: t.BOOL, run: isEqual ? (frame) => a(frame) === b(frame) : (frame) => a(frame) !== b(frame) };
  }
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
      `${operator} with an object compares references and not values; cast it${cast === 'object' ? '' : ` to ${cast}`}`,
    );
  }
  return refused(operator, left, right, syntax);
}

function isComparedByValue(type: t.Type): boolean {
  return type === t.BOOL || type === t.STRING || type.name === 'Guid' || t.isEnum(type);
}

/** Operators on numbers, dates and flags, which with a nullable give null or false. */
function arithmetic(operator: string, left: Node, right: Node, syntax: Syntax): Node | undefined {
  const a = t.underlying(left.type);
  const b = t.underlying(right.type);
  const found = operation(operator, a, b, left, right);
  if (!found) return undefined;
  const { type, apply } = found;
  const x = left.run;
  const y = right.run;
  const isLifted = left.type.name === '?' || right.type.name === '?';
  if (!isLifted)
    return { type, run: found.fast ?? placedIfThrowing(operator, (frame) => apply(x(frame), y(frame)), syntax) };
  if (!COMPARISONS.has(operator)) {
    return {
      type: t.lifted(type),
      run: placed(
        lift(x, y, apply, () => null),
        syntax,
      ),
    };
  }
  return {
    type,
    run: lift(x, y, apply, (u, v) => (operator === '==' ? u === v : operator === '!=' ? u !== v : false)),
  };
}

function lift(x: Run, y: Run, apply: operators.Binary, otherwise: operators.Binary): Run {
  return (frame) => {
    const u = x(frame);
    const v = y(frame);
    return u === null || v === null ? otherwise(u, v) : apply(u, v);
  };
}

function placedIfThrowing(operator: string, run: Run, syntax: Syntax): Run {
  return COMPARISONS.has(operator) ? run : placed(run, syntax);
}

interface Operation {
  readonly type: t.Type;
  readonly apply: operators.Binary;
  readonly fast?: Run;
}

function operation(operator: string, a: t.Type, b: t.Type, left: Node, right: Node): Operation | undefined {
  if (isNumeric(a) && isNumeric(b)) return numberOperation(operator, a, b, left, right);
  if (a === t.BOOL && b === t.BOOL) return boolOperation(operator);
  return timeOperation(operator, a.name, b.name);
}

/** The type that both numbers are brought to. */
function promoted(a: t.Type, b: t.Type): t.Type | undefined {
  const has = (type: t.Type): boolean => a === type || b === type;
  if (has(t.DECIMAL)) return has(t.DOUBLE) || has(t.FLOAT) ? undefined : t.DECIMAL;
  return [t.DOUBLE, t.FLOAT, t.LONG].find(has) ?? t.INT;
}

function numberOperation(operator: string, a: t.Type, b: t.Type, left: Node, right: Node): Operation | undefined {
  const isShift = operator === '<<' || operator === '>>';
  const by = promoted(a, b);
  if (!by) return undefined;
  if (isShift) return shift(operator, a, b, left, right);
  const resultType = COMPARISONS.has(operator) ? t.BOOL : by;
  if (by === t.INT) {
    const found = operators.INT_OPERATORS.get(operator);
    if (!found) return undefined;
    if (a === t.INT && b === t.INT) {
      return {
        type: resultType,
        apply: found as operators.Binary,
        fast: isPlain(left, right) ? fastInt(operator, left, right) : undefined,
      };
    }
    return { type: resultType, apply: (x, y) => found(asInt(x), asInt(y)) };
  }
  const found = tableOf(by).get(operator);
  if (!found) return undefined;
  const toA = a === by ? undefined : numeric(a, by);
  const toB = b === by ? undefined : numeric(b, by);
  return { type: resultType, apply: (x, y) => found(toA ? toA(x) : x, toB ? toB(y) : y) };
}

function asInt(value: Value): number {
  return value instanceof CharValue ? value.code : (value as number);
}

function tableOf(type: t.Type): ReadonlyMap<string, operators.Binary> {
  if (type === t.LONG) return operators.LONG_OPERATORS as ReadonlyMap<string, operators.Binary>;
  if (type === t.DECIMAL) return operators.DECIMAL_OPERATORS;
  return type === t.FLOAT ? operators.FLOAT_OPERATORS : operators.DOUBLE_OPERATORS;
}

function shift(operator: string, a: t.Type, b: t.Type, left: Node, right: Node): Operation | undefined {
  if (b !== t.INT || (a !== t.INT && a !== t.LONG)) return undefined;
  if (a === t.INT) {
    return {
      type: t.INT,
      apply: operators.INT_OPERATORS.get(operator) as operators.Binary,
      fast: isPlain(left, right) ? fastInt(operator, left, right) : undefined,
    };
  }
  return {
    type: t.LONG,
    apply: (x, y) => {
      const places = BigInt((y as number) & 63);
      return BigInt.asIntN(64, operator === '<<' ? (x as bigint) << places : (x as bigint) >> places);
    },
  };
}

function isPlain(left: Node, right: Node): boolean {
  return left.type === t.INT && right.type === t.INT;
}

/** The operators that retry conditions are made of, without a detour. */
function fastInt(operator: string, left: Node, right: Node): Run | undefined {
  const x = left.run as (frame: Parameters<Run>[0]) => number;
  const y = right.run as (frame: Parameters<Run>[0]) => number;
  const c = right.constant;
  const isConstant = typeof c === 'number';
  switch (operator) {
    case '+':
      return isConstant ? (frame) => (x(frame) + c) | 0 : (frame) => (x(frame) + y(frame)) | 0;
    case '-':
      return (frame) => (x(frame) - y(frame)) | 0;
    case '==':
      return isConstant ? (frame) => x(frame) === c : (frame) => x(frame) === y(frame);
    case '!=':
      return isConstant ? (frame) => x(frame) !== c : (frame) => x(frame) !== y(frame);
    case '<':
      return isConstant ? (frame) => x(frame) < c : (frame) => x(frame) < y(frame);
    case '<=':
      return isConstant ? (frame) => x(frame) <= c : (frame) => x(frame) <= y(frame);
    case '>':
      return isConstant ? (frame) => x(frame) > c : (frame) => x(frame) > y(frame);
    case '>=':
      return isConstant ? (frame) => x(frame) >= c : (frame) => x(frame) >= y(frame);
    default:
      return undefined;
  }
}

function boolOperation(operator: string): Operation | undefined {
  switch (operator) {
    case '&':
      return { type: t.BOOL, apply: (a, b) => a === true && b === true };
    case '|':
      return { type: t.BOOL, apply: (a, b) => a === true || b === true };
    case '^':
      return { type: t.BOOL, apply: (a, b) => a !== b };
    default:
      return undefined;
  }
}

function timeOperation(operator: string, a: string, b: string): Operation | undefined {
  const comparison =
    a === b && (a === 'DateTime' || a === 'TimeSpan') ? operators.TICK_COMPARISONS.get(operator) : undefined;
  if (comparison) return { type: t.BOOL, apply: comparison };
  const span = t.type('TimeSpan');
  if (a === 'TimeSpan' && b === 'TimeSpan') {
    if (operator === '+') return { type: span, apply: (x, y) => new TimeSpanValue(ticks(x) + ticks(y)) };
    if (operator === '-') return { type: span, apply: (x, y) => new TimeSpanValue(ticks(x) - ticks(y)) };
  }
  if (a === 'DateTime' && b === 'DateTime' && operator === '-')
    return { type: span, apply: (x, y) => new TimeSpanValue(ticks(x) - ticks(y)) };
  if (a === 'DateTime' && b === 'TimeSpan' && (operator === '+' || operator === '-')) {
    return {
      type: t.type('DateTime'),
      apply: (x, y) =>
        new DateTimeValue(ticks(x) + (operator === '+' ? ticks(y) : -ticks(y)), (x as DateTimeValue).kind),
    };
  }
  return undefined;
}

function ticks(value: Value): bigint {
  return (value as DateTimeValue | TimeSpanValue).ticks;
}
