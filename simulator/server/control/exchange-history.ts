import type { Attempt } from '../../engine/attempt';
import { AttemptState, ExchangeState, seconds } from './state';

/** The number of exchanges to keep. */
export const KEPT_EXCHANGES = 50;
/** The number of attempts to keep of each exchange. Nested retries can make thousands. */
export const KEPT_ATTEMPTS = 60;
/** The number of policy errors to keep of each exchange, and the maximum length of an error. */
const KEPT_ERRORS = 5;
const LONGEST_ERROR = 500;
const LONGEST_METHOD = 20;
const LONGEST_PATH = 200;

/** The latest exchanges and those in progress. Memory is bounded. */
export class ExchangeHistory {
  private readonly last: ExchangeRecord[] = [];
  private readonly running = new Map<number, ExchangeRecord>();

  get inFlight(): number {
    return this.running.size;
  }

  started(id: number, at: number, method: string, path: string): void {
    const record = new ExchangeRecord(id, at, cut(method, LONGEST_METHOD), cut(withoutQuery(path), LONGEST_PATH));
    this.running.set(id, record);
    this.last.push(record);
    if (this.last.length > KEPT_EXCHANGES) this.last.shift();
  }

  attemptStarted(id: number, at: number, backend: string): void {
    this.running.get(id)?.attemptStarted(at, backend);
  }

  attemptEnded(id: number, attempt: Attempt): void {
    // Attempts of a disconnected client end after their exchange.
    const record = this.running.get(id) ?? this.last.find((one) => one.id === id);
    record?.attemptEnded(attempt);
  }

  policyFailed(id: number, text: string): void {
    this.running.get(id)?.policyFailed(text);
  }

  /** Returns the duration in milliseconds; undefined if the exchange is not known. */
  ended(id: number, at: number, status: number | undefined): number | undefined {
    const record = this.running.get(id);
    if (!record) return undefined;
    this.running.delete(id);
    return record.ended(at, status);
  }

  /** Returns the exchanges, newest first. */
  states(): ExchangeState[] {
    return this.last.map((record) => record.state()).reverse();
  }
}

/** An exchange. Times are milliseconds, which are converted only when the exchange is shown. */
class ExchangeRecord {
  private readonly attempts: { readonly at: number; readonly backend: string; result?: Attempt }[] = [];
  private furtherAttempts = 0;
  private readonly errors: string[] = [];
  private duration: number | undefined;
  private status: number | undefined;

  constructor(
    readonly id: number,
    private readonly at: number,
    private readonly method: string,
    private readonly path: string,
  ) {}

  attemptStarted(at: number, backend: string): void {
    if (this.attempts.length < KEPT_ATTEMPTS) this.attempts.push({ at, backend });
    else this.furtherAttempts++;
  }

  attemptEnded(result: Attempt): void {
    const attempt = this.attempts.find((one) => one.backend === result.backend && !one.result);
    if (attempt) attempt.result = result;
  }

  policyFailed(text: string): void {
    if (this.errors.length < KEPT_ERRORS) this.errors.push(cut(text, LONGEST_ERROR));
  }

  ended(at: number, status: number | undefined): number {
    this.duration = at - this.at;
    this.status = status;
    return this.duration;
  }

  state(): ExchangeState {
    const { id, at, method, path, duration, status, furtherAttempts } = this;
    return {
      id,
      at: seconds(at),
      method,
      path,
      outcome: duration === undefined ? 'in progress' : status === undefined ? 'client left' : 'answered',
      duration: duration === undefined ? null : seconds(duration),
      status: status ?? null,
      attempts: this.attempts.map(({ at, backend, result }) => attemptState(at, backend, result)),
      furtherAttempts,
      errors: [...this.errors],
    };
  }
}

function attemptState(at: number, backend: string, result: Attempt | undefined): AttemptState {
  return {
    backend,
    at: seconds(at),
    duration: result ? seconds(result.duration) : null,
    status: result?.statusCode ?? null,
    reason: result?.reason ?? null,
    breaker: result?.circuit ?? null,
  };
}

/** A query string can contain a subscription key. */
function withoutQuery(path: string): string {
  const end = path.search(/[?#]/);
  return end === -1 ? path : path.slice(0, end);
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
