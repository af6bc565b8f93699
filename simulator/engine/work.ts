import type { PolicyError } from './policy-error';

/** Limits of work. */
interface Allowance {
  /** Outgoing requests, to backends and to other hosts. */
  readonly attempts: number;
  /** Units of at most about 100 ns: a policy, or a part of an expression. */
  readonly steps: number;
  /** The bytes of created and retained values. */
  readonly bytes: number;
}

/** The limits of one client request: nested retries would otherwise be unlimited. */
const OF_REQUEST: Allowance = { attempts: 1000, steps: 10_000_000, bytes: 100_000_000 };

/** The limits of all requests of a run together. */
const OF_RUN: Allowance = { attempts: 250_000, steps: 30_000_000, bytes: 200_000_000 };

/** The steps of a request and of a forward, apart from the policies. */
export const STEPS = { request: 100, forward: 50 } as const;

/** The bytes of a request in progress, without its strings. */
export const REQUEST_UNDER_WAY = 3000;

/** The data that identifies the policy that exceeded a limit. */
type ExcessPlace = Pick<PolicyError, 'address' | 'policy' | 'position'>;

/** Thrown when a request or a run exceeds a limit. */
export class ExcessiveWork extends Error {
  /** The current policy; undefined before the first one. */
  place: ExcessPlace | undefined;

  /**
   * @param by whether one request exceeds the limit, or all requests of a run together
   * @param what the excess, for example `more than 1,000 attempts`
   */
  constructor(
    readonly by: 'request' | 'run',
    readonly what: string,
  ) {
    super(`a ${by} takes ${what}`);
  }
}

/** The work of a client request, or of a run of many requests. */
export class Work {
  private attempts = 0;
  private steps = 0;
  private bytes = 0;
  private kept = 0;

  private constructor(
    private readonly by: 'request' | 'run',
    private readonly most: Allowance,
    private readonly run: Work | undefined,
  ) {}

  static ofRun(): Work {
    return new Work('run', OF_RUN, undefined);
  }

  /** @param run the work of the run that it belongs to, if the run has an end */
  static ofRequest(run: Work | undefined): Work {
    return new Work('request', OF_REQUEST, run);
  }

  /** Counts an outgoing request. */
  attempt(): void {
    if (++this.attempts > this.most.attempts) this.exceed(`${count(this.most.attempts)} attempts`);
    this.run?.attempt();
  }

  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > this.most.steps) this.exceed(`${count(this.most.steps)} steps`);
    this.run?.spend(steps);
  }

  hold(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.most.bytes) this.exceed(`${count(this.most.bytes / 1_000_000)} MB of memory`);
    this.run?.hold(bytes);
  }

  /** Counts allocated memory, which also takes time. */
  make(bytes: number): void {
    this.spend(Math.floor(bytes / 256));
    this.hold(bytes);
  }

  /** The number of steps so far. */
  get stepsTaken(): number {
    return this.steps;
  }

  /** Keeps the memory counted after the request, for example for a cache. */
  keep(): void {
    this.kept = this.bytes;
  }

  /** Ends the request and releases its memory. */
  end(): void {
    this.run?.hold(this.kept - this.bytes);
  }

  private exceed(most: string): never {
    throw new ExcessiveWork(this.by, `more than ${most}`);
  }
}

function count(number: number): string {
  return number.toLocaleString('en');
}
