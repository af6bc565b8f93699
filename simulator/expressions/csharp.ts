import type { Parser } from 'web-tree-sitter';
import { budget } from './budget';
import { convertTo } from './compile/convert';
import { compile } from './compile/expressions';
import { Run } from './compile/node';
import { Scope } from './compile/scope';
import { block } from './compile/statements';
import type { ExpressionContext } from './context';
import { useCulture } from './culture';
import { ExpressionSyntaxError, SyntaxFault, Unsupported, UnsupportedExpressionError } from './errors';
import { Frame } from './frame';
import { loadParser } from './grammar';
import './library';
import { parse, ParsedExpression, syntaxFaults } from './parse';
import { Syntax, unsupported } from './syntax';
import { OBJECT } from './types';
import { Value } from './value';

/** A compiled policy expression. */
export interface Expression {
  /** The source, including `@(...)` or `@{...}`. */
  readonly source: string;
  /**
   * @throws CSharpException if the expression would throw on the gateway
   * @throws UnsupportedExpressionError
   */
  evaluate(context: ExpressionContext): Value;
}

/** The language of policy expressions. */
export class CSharp {
  private readonly compiled = new Map<string, Expression>();

  constructor(private readonly parser: Parser) {}

  /**
   * @throws ExpressionSyntaxError
   * @throws UnsupportedExpressionError
   */
  compile(source: string): Expression {
    let expression = this.compiled.get(source);
    if (!expression) {
      expression = expressionOf(source, parse(this.parser, source));
      this.compiled.set(source, expression);
    }
    return expression;
  }

  /** Returns the faults for which the compiler of C# rejects the source; empty if none is found. */
  faults(source: string): SyntaxFault[] {
    try {
      const faults = syntaxFaults(this.parser, source);
      if (faults.length === 0) this.compile(source);
      return faults;
    } catch (error) {
      if (error instanceof ExpressionSyntaxError) return [{ reason: error.reason, position: error.position }];
      if (error instanceof UnsupportedExpressionError) return [];
      throw error;
    }
  }
}

let loading: Promise<CSharp> | undefined;

/** Loads the language and its grammar once. */
export function loadCSharp(): Promise<CSharp> {
  return (loading ??= loadParser().then((parser) => new CSharp(parser)));
}

const NO_LOCALS: Value[] = [];

function expressionOf(source: string, parsed: ParsedExpression): Expression {
  const { run, locals } = compiled(parsed);
  return {
    source,
    evaluate(context) {
      budget.begin();
      useCulture(context);
      const frame = new Frame(context, locals === 0 ? NO_LOCALS : new Array<Value>(locals).fill(null));
      try {
        return run(frame);
      } catch (error) {
        throw placedAt(parsed.syntax, error);
      }
    },
  };
}

function compiled({ kind, syntax }: ParsedExpression): Program {
  try {
    return program({ kind, syntax });
  } catch (error) {
    throw placedAt(syntax, error);
  }
}

/** Returns the error with the position of the whole expression, if no more specific position is known. */
function placedAt(syntax: Syntax, error: unknown): unknown {
  if (error instanceof Unsupported) return unsupported(syntax, error.reason);
  // The stack overflowed, or a string became too long.
  return error instanceof RangeError ? unsupported(syntax, 'it needs more memory than is available') : error;
}

interface Program {
  readonly run: Run;
  readonly locals: number;
}

function program({ kind, syntax }: ParsedExpression): Program {
  const scope = Scope.root({ returns: OBJECT, returned: [] });
  if (kind === 'expression') {
    const { run } = convertTo(compile(scope, syntax), OBJECT, syntax);
    return { run, locals: scope.slotCount };
  }
  const execute = block(scope, syntax);
  const run: Run = (frame) => {
    execute(frame);
    return frame.result;
  };
  return { run, locals: scope.slotCount };
}
