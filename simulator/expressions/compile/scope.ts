import { Type } from '../types';
import { Run } from './node';

/** A local variable and its slot in the frame. */
export interface Variable {
  readonly slot: number;
  readonly type: Type;
  readonly isReadOnly?: boolean;
}

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
}

/** The slots of all local variables of one expression. */
class Slots {
  count = 0;
}

/** The names that are in scope. */
export class Scope {
  private readonly variables = new Map<string, Variable>();
  private readonly functions = new Map<string, LocalFunction>();

  private constructor(
    private readonly parent: Scope | undefined,
    private readonly slots: Slots,
    readonly body: FunctionBody,
  ) {}

  static root(body: FunctionBody): Scope {
    return new Scope(undefined, new Slots(), body);
  }

  inner(body: FunctionBody = this.body): Scope {
    return new Scope(this, this.slots, body);
  }

  get slotCount(): number {
    return this.slots.count;
  }

  /** Allocates a slot without a name. */
  slot(): number {
    return this.slots.count++;
  }

  declare(name: string, type: Type, isReadOnly = false): Variable {
    const variable = { slot: this.slot(), type, isReadOnly };
    if (name !== '_') this.variables.set(name, variable);
    return variable;
  }

  declareFunction(name: string, of: LocalFunction): void {
    this.functions.set(name, of);
  }

  find(name: string): Variable | undefined {
    return this.variables.get(name) ?? this.parent?.find(name);
  }

  findFunction(name: string): LocalFunction | undefined {
    return this.functions.get(name) ?? this.parent?.findFunction(name);
  }

  /** Returns whether the name is in use by a local of this function, in this block or an enclosing one. */
  has(name: string): boolean {
    return this.find(name) !== undefined || this.findFunction(name) !== undefined;
  }
}
