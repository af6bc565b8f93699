import type { Position } from '../../lib/policy';

/** A fault in an expression with its position, starting at 1. */
export interface SyntaxFault {
  readonly reason: string;
  readonly position: Position;
}

function at({ line, column }: Position): string {
  return `line ${line}, column ${column}`;
}

/** A member that its type does not have, or that is not supported. */
export interface UnknownMember {
  readonly owner: string;
  readonly name: string;
  readonly position: Position;
  /** The names of the members that its type has. */
  readonly known: readonly string[];
}

/** An expression that is not C#. */
export class ExpressionSyntaxError extends Error {
  constructor(
    readonly reason: string,
    readonly position: Position,
  ) {
    super(`${at(position)}: ${reason}`);
    this.name = 'ExpressionSyntaxError';
  }
}

/** Thrown for a valid expression that uses an unsupported feature. */
export class UnsupportedExpressionError extends Error {
  /** The message without the position. */
  readonly fault: string;

  constructor(
    readonly reason: string,
    /** In the expression; undefined if it is not known. The caller can replace it with the position in a document. */
    public position: Position | undefined,
    /** The part of the expression that uses it. */
    readonly excerpt: string,
    readonly unknownMember?: UnknownMember,
  ) {
    super(`${position ? `${at(position)}: ` : ''}${reason}: ${excerpt}`);
    this.fault = `${reason}: ${excerpt}`;
    this.name = 'UnsupportedExpressionError';
  }
}

/** Thrown during an evaluation, when the position is not known. The caller adds the position. */
export class Unsupported extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'Unsupported';
  }
}

/** A C# exception, as the expression would throw it on the gateway. It has no stack trace, for performance. */
export class CSharpException extends Error {
  position: Position | undefined;

  constructor(
    readonly typeName: string,
    message: string,
    readonly inner: CSharpException | null = null,
  ) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
    this.name = typeName;
  }
}

export function nullReference(): CSharpException {
  return new CSharpException('NullReferenceException', 'Object reference not set to an instance of an object.');
}

export function invalidCast(from: string, to: string): CSharpException {
  return new CSharpException('InvalidCastException', `Unable to cast object of type '${from}' to type '${to}'.`);
}

export function formatException(message = 'Input string was not in a correct format.'): CSharpException {
  return new CSharpException('FormatException', message);
}

export function argumentNull(name: string): CSharpException {
  return new CSharpException('ArgumentNullException', `Value cannot be null. (Parameter '${name}')`);
}

/** Returns an argument that must not be null. */
export function given<T>(value: T | null, name: string): T {
  if (value === null) throw argumentNull(name);
  return value;
}

export function outOfRange(name: string): CSharpException {
  return new CSharpException(
    'ArgumentOutOfRangeException',
    `Specified argument was out of the range of valid values. (Parameter '${name}')`,
  );
}

export function argument(message: string): CSharpException {
  return new CSharpException('ArgumentException', message);
}

export function invalidOperation(message: string): CSharpException {
  return new CSharpException('InvalidOperationException', message);
}
