import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Transition } from '../../../../lib/failover';
import type { GatewayEvent } from '../../../../simulator/engine/gateway-event';
import { Activity } from '../../../../simulator/server/control/activity';
import { ControlPlane } from '../../../../simulator/server/control/control-plane';
import type { FakeGateway } from './fake-gateway';

/** A control plane that a test tells what happens. */
export class ToldPlane extends ControlPlane {
  constructor(
    gateway: FakeGateway,
    private readonly told = new Activity(),
  ) {
    super(gateway, told);
  }

  note(event: GatewayEvent): void {
    this.told.note(event);
  }
}

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
export function play(plane: ToldPlane, gateway: FakeGateway, exchange: PlayedExchange): void {
  const { id, at, method = 'POST', path = '/resilient/', attempts = [], duration, status } = exchange;
  gateway.now = at;
  plane.note({ kind: 'exchange started', id, at, method, path });
  for (const { backend, at: after, duration: took, status: statusCode, reason, opens = false } of attempts) {
    gateway.now = at + after;
    plane.note({ kind: 'attempt started', id, at: gateway.now, backend });
    if (statusCode === undefined && reason === undefined) continue;
    gateway.now += took;
    const circuit = opens ? ('open' as const) : ('closed' as const);
    const attempt = { backend, at: at + after, duration: took, statusCode, reason, circuit };
    plane.note({ kind: 'attempt ended', id, attempt });
  }
  if (duration === undefined) return;
  gateway.now = at + duration;
  plane.note({ kind: 'exchange ended', id, at: gateway.now, status });
}

export function open(plane: ToldPlane, gateway: FakeGateway, backend: string, unit: number, until: number): void {
  const circuit = gateway.backend(backend).circuits[unit - 1];
  Object.assign(circuit, { state: 'open', until, failures: 0 });
  tellCircuit(plane, { backend, unit, state: 'open', at: gateway.now, until });
}

export function close(plane: ToldPlane, gateway: FakeGateway, backend: string, unit: number): void {
  const circuit = gateway.backend(backend).circuits[unit - 1];
  Object.assign(circuit, { state: 'closed', until: undefined, failures: 0 });
  tellCircuit(plane, { backend, unit, state: 'closed', at: gateway.now, until: gateway.now });
}

function tellCircuit(plane: ToldPlane, transition: Omit<Transition, 'region'>): void {
  plane.note({ kind: 'circuit changed', transition: { ...transition, region: undefined } });
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
