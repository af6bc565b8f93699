import { Type } from '../types';
import { Run } from './node';

/** A local variable and its place in the frame. */
export interface Variable {
  readonly slot: number;
  readonly type: Type;
  readonly isReadOnly?: boolean;
}

/** A method's body, lambda or local function: what its `return` must give. */
interface FunctionBody {
  /** Undefined where it is told from the returned values. */
  readonly returns: Type | undefined;
  /** What its `return` statements gave so far, where nothing was declared. */
  readonly returned: Type[];
}

export interface LocalFunction {
  readonly parameters: readonly { readonly name: string; readonly variable: Variable }[];
  readonly returns: Type;
  /** Where its variables begin and end. */
  first: number;
  end: number;
  /** What a call of it takes. */
  readonly steps: number;
  body: Run | undefined;
}

/** The places of all local variables of one expression. */
class Slots {
  count = 0;
}

/** The names that can be seen at a place. */
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

  /** A place that no name leads to. */
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

  /** Whether the name is taken by a local of this function, in this block or one around it. */
  has(name: string): boolean {
    return this.find(name) !== undefined || this.findFunction(name) !== undefined;
  }
}
