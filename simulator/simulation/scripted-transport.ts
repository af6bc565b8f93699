import type { ScriptedAnswer } from './backend-script';
import type { Clock } from '../../lib/failover';
import { Headers } from '../common/message';
import { SimulationError } from '../common/simulation-error';
import { Answer, Outgoing, TIMEOUT, Transport } from '../engine/transport';

const REFUSED: Answer = {
  kind: 'failure',
  reason: 'BackendConnectionFailure',
  message: 'Unable to connect to the remote server.',
};

/** The script of a backend. */
export interface Script {
  /** Returns the reaction to a request that arrives at this time, in milliseconds. */
  answer(at: number): ScriptedAnswer;
}

/**
 * Scripted backends on the gateway's clock; nothing leaves the machine. Their responses have a `Date` header, like
 * those of servers, so that policies can distinguish them from the gateway's own responses.
 */
export class ScriptedTransport implements Transport {
  private day = NaN;
  private dayText = '';

  constructor(
    private readonly clock: Clock,
    private readonly backends: (name: string) => Script | undefined,
    private readonly hosts: (name: string) => Script | undefined,
  ) {}

  send({ backend, base }: Outgoing, timeout: number, done: (answer: Answer) => void): void {
    const script = backend === undefined ? this.hostOf(new URL(base)) : this.backends(backend);
    const given = script?.answer(this.clock.now) ?? HEALTHY;
    const latency = given.kind === 'hang' ? Infinity : given.latency;
    if (latency > timeout) this.clock.schedule(timeout, () => done(TIMEOUT));
    else this.clock.schedule(latency, () => done(given.kind === 'response' ? this.dated(given) : REFUSED));
  }

  private dated(answer: Answer & { readonly kind: 'response' }): Answer {
    const headers = Headers.of(answer.headers);
    if (!headers.has('Date')) headers.set('Date', this.dateNow());
    return { kind: 'response', statusCode: answer.statusCode, headers, body: answer.body };
  }

  /**
   * For example, `Thu, 01 Jan 2026 00:00:30 GMT`. Cached, since formatting a date is the slowest part of an attempt.
   */
  private dateNow(): string {
    const seconds = Math.floor((this.clock.start + this.clock.now) / 1000);
    const day = Math.floor(seconds / DAY);
    if (day !== this.day) {
      this.day = day;
      this.dayText = new Date(seconds * 1000).toUTCString().slice(0, -TIME_OF_DAY.length);
    }
    const time = seconds - day * DAY;
    return `${this.dayText}${twoDigits(time / 3600)}:${twoDigits((time / 60) % 60)}:${twoDigits(time % 60)} GMT`;
  }

  private hostOf({ host, hostname }: URL): Script {
    const script = this.hosts(host) ?? this.hosts(hostname);
    if (script) return script;
    throw new SimulationError([`a policy calls the host ${host}, which has no behavior; define it under hosts`]);
  }
}

const HEALTHY = { kind: 'response', statusCode: 200, headers: {}, latency: 0 } as const;

/** Seconds. */
const DAY = 86_400;
const TIME_OF_DAY = '00:00:00 GMT';

function twoDigits(value: number): string {
  return value < 10 ? `0${Math.floor(value)}` : String(Math.floor(value));
}
