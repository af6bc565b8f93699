import { IResolvable, IResolveContext, Token } from 'cdktf';

/**
 * A value that is asked for when the stack is synthesized.
 *
 * cdktf's own Lazy keeps a stack trace of where it was made; with thousands of resources those cost more time than all
 * else that the constructs do.
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

/** A text that is asked for late. */
export function lateText(produce: (context: IResolveContext) => string): string {
  return Token.asString(new Late(produce));
}

/** A list that is asked for late. */
export function lateList(produce: () => object[]): IResolvable {
  return new Late(produce);
}
