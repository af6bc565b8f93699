import type { BackendScript } from '../scenario/backend-script';
import { SimulationError } from '../simulation-error';
import type { Clock } from '../../lib/failover';
import { Answer, Outgoing, TIMEOUT, Transport } from './transport';

const REFUSED: Answer = {
  kind: 'failure',
  reason: 'BackendConnectionFailure',
  message: 'Unable to connect to the remote server.',
};

/** Backends that behave as they are told, on the gateway's clock: nothing leaves the machine. */
export class ScriptedTransport implements Transport {
  constructor(
    private readonly clock: Clock,
    private readonly backends: (name: string) => BackendScript | undefined,
    private readonly hosts: (name: string) => BackendScript | undefined,
  ) {}

  send({ backend, base }: Outgoing, timeout: number, done: (answer: Answer) => void): void {
    const script = backend === undefined ? this.hostOf(new URL(base)) : this.backends(backend);
    const given = script?.answer(this.clock.now) ?? HEALTHY;
    const latency = given.kind === 'hang' ? Infinity : given.latency;
    if (latency > timeout) this.clock.schedule(timeout, () => done(TIMEOUT));
    else this.clock.schedule(latency, () => done(given.kind === 'response' ? given : REFUSED));
  }

  private hostOf({ host, hostname }: URL): BackendScript {
    const script = this.hosts(host) ?? this.hosts(hostname);
    if (script) return script;
    throw new SimulationError([`a policy calls the host ${host}, which has no script; say under hosts how it behaves`]);
  }
}

const HEALTHY = { kind: 'response', statusCode: 200, headers: {}, latency: 0 } as const;
