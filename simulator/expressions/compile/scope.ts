import { ExpressionSyntaxError } from '../errors';
import { Syntax } from '../syntax';
import { Type } from '../types';
import { Value } from '../value';
import { Run } from './node';

/** A local variable and its slot in the frame. */
export interface Variable {
  readonly slot: number;
  readonly type: Type;
  readonly isReadOnly?: boolean;
  readonly region: Region | undefined;
}

/**
 * A part of an expression that can run several times, each time with new variables: the body of a loop, a lambda, or
 * a local function.
 */
export class Region {
  /** Whether a lambda reads variables of this region that are declared outside of the lambda. */
  isCaptured = false;

  /** @param slot - the slot of the number of the current run */
  constructor(readonly slot: number) {}

  /** Begins a new run. */
  begin(locals: Value[]): void {
    if (this.isCaptured) locals[this.slot] = ++runs;
  }
}

/** The number of runs so far. */
let runs = 0;

/** The body of a method, lambda, or local function, with its return type. */
interface FunctionBody {
  /** Undefined if it is inferred from the returned values. */
  readonly returns: Type | undefined;
  /** The types of its `return` statements so far, if no return type is declared. */
  readonly returned: Type[];
}

export interface LocalFunction {
  readonly parameters: readonly { readonly name: string; readonly variable: Variable }[];
  readonly returns: Type;
  /** The slots of its variables, from `first` up to but not including `end`. */
  first: number;
  end: number;
  /** The steps of a call. */
  readonly steps: number;
  body: Run | undefined;
  readonly region: Region | undefined;
}

/** The slots of all local variables of one expression. */
class Slots {
  count = 0;
}

/** The names that are in scope. */
export class Scope {
  private readonly variables = new Map<string, Variable>();
  private readonly functions = new Map<string, LocalFunction>();
  /** The names of the parameters of lambdas in this scope. */
  readonly parameters = new Set<string>();

  private constructor(
    private readonly parent: Scope | undefined,
    private readonly slots: Slots,
    readonly body: FunctionBody,
    readonly region?: Region,
    /** The outer regions whose variables this lambda reads; undefined if the scope is not that of a lambda. */
    readonly captured?: Set<Region>,
  ) {}

  static root(body: FunctionBody): Scope {
    return new Scope(undefined, new Slots(), body);
  }

  inner(body: FunctionBody = this.body): Scope {
    return new Scope(this, this.slots, body, this.region);
  }

  /** Returns the scope of the body of a loop, a lambda, or a local function. */
  repeated(body: FunctionBody = this.body, captured?: Set<Region>): Scope {
    return new Scope(this, this.slots, body, new Region(this.slot()), captured);
  }

  get slotCount(): number {
    return this.slots.count;
  }

  /** Allocates a slot without a name. */
  slot(): number {
    return this.slots.count++;
  }

  declare(name: string, type: Type, isReadOnly = false): Variable {
    const variable = { slot: this.slot(), type, isReadOnly, region: this.region };
    if (name !== '_') this.variables.set(name, variable);
    return variable;
  }

  /** Declares a parameter of a lambda. Its name is taken in all enclosing scopes, also after the lambda. */
  declareParameter(name: string, type: Type): Variable {
    for (let scope = this.parent; scope && name !== '_'; scope = scope.parent) scope.parameters.add(name);
    return this.declare(name, type);
  }

  /** Declares a variable within an expression: by a pattern, or for an `out` parameter. */
  declareNew(name: string, type: Type, syntax: Syntax): Variable {
    if (name !== '_' && this.variables.has(name))
      throw new ExpressionSyntaxError(`the name ${name} is declared twice`, syntax.position);
    return this.declare(name, type);
  }

  declareFunction(name: string, of: LocalFunction): void {
    this.functions.set(name, of);
  }

  find(name: string): Variable | undefined {
    return this.variables.get(name) ?? this.outer(this.parent?.find(name));
  }

  findFunction(name: string): LocalFunction | undefined {
    return this.functions.get(name) ?? this.outer(this.parent?.findFunction(name));
  }

  private outer<T extends { readonly region: Region | undefined }>(found: T | undefined): T | undefined {
    if (this.captured && found?.region) {
      found.region.isCaptured = true;
      this.captured.add(found.region);
    }
    return found;
  }

  /** Returns whether the name is in use by a local of this function, in this block or an enclosing one. */
  has(name: string): boolean {
    return this.find(name) !== undefined || this.findFunction(name) !== undefined;
  }
}
