import type { ScriptedAnswer } from '../scenario/backend-script';
import type { Clock } from '../../lib/failover';
import { Headers } from '../message';
import { SimulationError } from '../simulation-error';
import { Answer, Outgoing, TIMEOUT, Transport } from './transport';

const REFUSED: Answer = {
  kind: 'failure',
  reason: 'BackendConnectionFailure',
  message: 'Unable to connect to the remote server.',
};

/** What a backend does with requests. */
export interface Script {
  /** What it does with one that reaches it at this time, in milliseconds. */
  answer(at: number): ScriptedAnswer;
}

/**
 * Backends that behave as they are told, on the gateway's clock: nothing leaves the machine. Their answers carry a `Date`,
 * as those of servers do: policies can tell them by it from what the gateway makes itself.
 */
export class ScriptedTransport implements Transport {
  private date = '';
  private dateUntil = -Infinity;

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
    return { ...answer, headers };
  }

  /** It has whole seconds. */
  private dateNow(): string {
    const { start, now } = this.clock;
    if (now >= this.dateUntil || this.dateUntil - now > 1000) {
      const time = start + now;
      this.date = new Date(time).toUTCString();
      this.dateUntil = now + 1000 - (time % 1000);
    }
    return this.date;
  }

  private hostOf({ host, hostname }: URL): Script {
    const script = this.hosts(host) ?? this.hosts(hostname);
    if (script) return script;
    throw new SimulationError([`a policy calls the host ${host}, which has no script; say under hosts how it behaves`]);
  }
}

const HEALTHY = { kind: 'response', statusCode: 200, headers: {}, latency: 0 } as const;
