import { Readable } from 'node:stream';
import { Dispatcher, Pool } from 'undici';
import { CONNECTION_FAILURE } from '../../lib/failover';
import type { Clock } from '../../lib/failover';
import { afterOrLeft } from '../engine/departure';
import { Answer, Outgoing, TIMED_OUT, Transport } from '../engine/transport';
import type { BackendMap } from './backend-map';
import { FAILED, SLOWNESS, Switches } from './switches';
import { bodyFrom } from './request-body';
import { ResponseReader } from './response-reader';
import { requestHeaders } from './request-headers';

/** Sends requests over HTTP to the mapped URLs of backends. */
export class HttpTransport implements Transport {
  /** Connection pools by origin, without a limit of connections. */
  private readonly pools = new Map<string, Pool>();
  /** The unmapped hosts that were reported. */
  private readonly unreachable = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly map: BackendMap,
    private readonly switches: Switches,
    /** Reports why a backend receives no requests. */
    private readonly complain: (what: string) => void,
  ) {}

  send(outgoing: Outgoing, timeout: number, done: (answer: Answer) => void): void {
    const behaviour = outgoing.backend === undefined ? 'as it is' : this.switches.get(outgoing.backend);
    if (behaviour === 'fails') this.clock.schedule(0, () => done(FAILED));
    else if (behaviour === 'hangs' || (behaviour === 'is slow' && timeout <= SLOWNESS)) {
      afterOrLeft(this.clock, timeout, outgoing.departure, () => done(TIMED_OUT));
    } else if (behaviour === 'is slow') {
      this.clock.schedule(SLOWNESS, () => this.dispatch(outgoing, timeout - SLOWNESS, done));
    } else this.dispatch(outgoing, timeout, done);
  }

  /** The first requests of a process take about 10 ms longer, so they are sent before the first client request. */
  async warmUp(origin: string): Promise<void> {
    const pool = newPool(origin);
    for (let round = 0; round < 3; round++) {
      // If the gateway cannot reach itself, only the first requests are slower.
      await new Promise<void>((resolve) => {
        const reader = new ResponseReader(1000, undefined, () => resolve());
        pool.dispatch({ path: '/_gateway/', method: 'POST', body: '{}' }, reader);
      });
    }
    await pool.destroy();
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.destroy()));
  }

  private dispatch(outgoing: Outgoing, timeout: number, done: (answer: Answer) => void): void {
    const { request, departure, backend, base, path } = outgoing;
    const name = backend ?? this.hostOf(base);
    const mapped = this.map.get(name);
    if (!mapped) {
      this.complain(`a policy calls the host ${name}, which is not mapped; use --backend ${name}=URL`);
      const message = `${name} is not mapped.`;
      this.clock.schedule(0, () => done({ kind: 'failure', reason: CONNECTION_FAILURE, message }));
      return;
    }
    const { content } = request.body;
    this.poolOf(mapped.origin).dispatch(
      {
        path: mapped.pathname.replace(/\/$/, '') + path,
        method: request.method as Dispatcher.HttpMethod,
        headers: requestHeaders(outgoing, mapped.host, content),
        body: content instanceof Readable ? bodyFrom(content) : (content ?? null),
      },
      new ResponseReader(timeout, departure, (answer) => {
        if (!departure?.hasHappened) this.tell(name, mapped.origin, answer);
        done(answer);
      }),
    );
  }

  /** Reports when a backend becomes unreachable. Error responses are left to the circuit breaker. */
  private tell(name: string, origin: string, answer: Answer): void {
    if (answer.kind === 'response') this.unreachable.delete(name);
    else if (answer.reason === CONNECTION_FAILURE && !this.unreachable.has(name)) {
      this.unreachable.add(name);
      const what = NO_CONNECTION.test(answer.message) ? 'cannot be reached' : 'failed';
      this.complain(`backend '${name}' (${origin}) ${what}: ${answer.message}`);
    }
  }

  private poolOf(origin: string): Pool {
    const known = this.pools.get(origin);
    if (known) return known;
    const pool = newPool(origin);
    this.pools.set(origin, pool);
    return pool;
  }

  /** Hosts are mapped with or without their port. */
  private hostOf(base: string): string {
    const { host, hostname } = new URL(base);
    return this.map.has(host) ? host : hostname;
  }
}

/** Matches the error of a connection that was never made. */
const NO_CONNECTION = /\b(?:connect|getaddrinfo) E/;

/** The timeouts of the policies apply. */
function newPool(origin: string): Pool {
  return new Pool(origin, { headersTimeout: 0, bodyTimeout: 0, pipelining: 1 });
}
