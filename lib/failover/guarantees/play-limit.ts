import { NotPlayedError } from '../automaton';

/**
 * How much is played of one thing: requests and their attempts, and not seconds, so that it ends at the same point on
 * every machine.
 */
export class PlayLimit {
  private left: number;

  /** @param whole what it is a part of */
  constructor(
    private readonly most: number,
    private readonly whole?: PlayLimit,
  ) {
    this.left = most;
  }

  /** Whether nothing more can be played. */
  get isReached(): boolean {
    return this.left < 0;
  }

  /** @throws NotPlayedError if that is more than is left. */
  take(count: number): void {
    this.whole?.take(count);
    this.left -= count;
    if (this.isReached) {
      throw new NotPlayedError(`it takes more than ${this.most.toLocaleString('en')} attempts to play`);
    }
  }
}

/** What comes of each, up to the first that takes too much to play. */
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
