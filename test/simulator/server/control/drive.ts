import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ControlPlane } from '../../../../simulator/server/control/control-plane';
import type { FakeGateway } from './fake-gateway';

/** One attempt of an exchange that a test plays: milliseconds since the exchange began. */
export interface Played {
  readonly backend: string;
  readonly at: number;
  readonly duration: number;
  readonly status?: number;
  readonly reason?: string;
  readonly opens?: boolean;
}

export interface PlayedExchange {
  readonly id: number;
  readonly at: number;
  readonly method?: string;
  readonly path?: string;
  readonly attempts?: readonly Played[];
  /** Left out while it is in progress. */
  readonly duration?: number;
  readonly status?: number;
}

/** Tells the control plane of an exchange as a gateway would. */
export function play(plane: ControlPlane, gateway: FakeGateway, exchange: PlayedExchange): void {
  const { id, at, method = 'POST', path = '/resilient/', attempts = [], duration, status } = exchange;
  gateway.now = at;
  plane.exchangeStarted(id, { method, path });
  for (const { backend, at: after, duration: took, status: statusCode, reason, opens = false } of attempts) {
    gateway.now = at + after;
    plane.attemptStarted(id, backend);
    if (statusCode === undefined && reason === undefined) continue;
    gateway.now += took;
    const circuit = opens ? ('open' as const) : ('closed' as const);
    plane.attemptEnded(id, { backend, at: at + after, duration: took, statusCode, reason, circuit });
  }
  if (duration === undefined) return;
  gateway.now = at + duration;
  plane.exchangeEnded(id, status);
}

export function open(plane: ControlPlane, gateway: FakeGateway, backend: string, unit: number, until: number): void {
  const circuit = gateway.backend(backend).circuits[unit - 1];
  Object.assign(circuit, { state: 'open', until, failures: 0 });
  plane.circuitChanged({ backend, unit, region: undefined, state: 'open', at: gateway.now, until });
}

export function close(plane: ControlPlane, gateway: FakeGateway, backend: string, unit: number): void {
  const circuit = gateway.backend(backend).circuits[unit - 1];
  Object.assign(circuit, { state: 'closed', until: undefined, failures: 0 });
  plane.circuitChanged({ backend, unit, region: undefined, state: 'closed', at: gateway.now, until: gateway.now });
}

/** The control plane on a free port; what it does not take is answered with 418. */
export async function serve(plane: ControlPlane, port = 0): Promise<{ server: Server; origin: string; port: number }> {
  const server = createServer((request, response) => {
    if (!plane.handle(request, response)) response.writeHead(418).end('not taken');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: given } = server.address() as AddressInfo;
  return { server, origin: `http://127.0.0.1:${given}`, port: given };
}

export async function end(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
