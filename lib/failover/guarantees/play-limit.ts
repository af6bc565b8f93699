import { NotPlayedError } from '../automaton';

/**
 * How much is played of one thing: requests and their attempts, and not seconds, so that it ends at the same point on
 * every machine.
 */
export class PlayLimit {
  private left: number;

  constructor(private readonly most: number) {
    this.left = most;
  }

  /** @throws NotPlayedError if that is more than is left. */
  take(count: number): void {
    this.left -= count;
    if (this.left < 0)
      throw new NotPlayedError(`it takes more than ${this.most.toLocaleString('en')} attempts to play`);
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
