import { NotPlayedError } from '../automaton';

/**
 * The limit on how much is played, counted in requests and attempts rather than seconds, so that it is reached at the
 * same point on every machine.
 */
export class PlayLimit {
  private left: number;

  /** @param whole the limit that this limit is part of */
  constructor(
    private readonly most: number,
    private readonly whole?: PlayLimit,
  ) {
    this.left = most;
  }

  /** Whether the limit is exceeded. */
  get isReached(): boolean {
    return this.left < 0;
  }

  /** @throws NotPlayedError if the limit is exceeded */
  take(count: number): void {
    this.whole?.take(count);
    this.left -= count;
    if (this.isReached) {
      throw new NotPlayedError(`it takes more than ${this.most.toLocaleString('en')} attempts to simulate`);
    }
  }
}

/** Yields the result for each item, up to the first one that exceeds the limit. */
export function* untilNotPlayed<T, R>(things: readonly T[], play: (thing: T) => R): Generator<R> {
  for (const thing of things) {
    let result: R;
    try {
      result = play(thing);
    } catch (error) {
      if (error instanceof NotPlayedError) return;
      throw error;
    }
    yield result;
  }
}
