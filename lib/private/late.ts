import { IResolvable, IResolveContext, Token } from 'cdktf';

/**
 * A value that is produced when the stack is synthesized.
 *
 * It replaces cdktf's Lazy, which captures a stack trace on creation. With thousands of resources, the traces cost more
 * time than everything else in the constructs.
 */
class Late implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly produce: (context: IResolveContext) => unknown) {}

  resolve(context: IResolveContext): unknown {
    return this.produce(context);
  }

  toString(): string {
    return Token.asString(this);
  }
}

/** Returns a string that is produced when the stack is synthesized. */
export function lateText(produce: (context: IResolveContext) => string): string {
  return Token.asString(new Late(produce));
}

/** Returns a list or a map that is produced when the stack is synthesized. */
export function late(produce: () => object): IResolvable {
  return new Late(produce);
}
