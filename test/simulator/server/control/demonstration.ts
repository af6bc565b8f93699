import type { Server } from 'node:http';
import { end, open, play, serve, ToldPlane } from './drive';
import { FakeBackend, FakeGateway } from './fake-gateway';

const PRIMARY = 'func-orders-weu';
const SECONDARY = 'func-orders-neu';

export function demonstrationGateway(units = 1): FakeGateway {
  const backends = [
    new FakeBackend(PRIMARY, 'http://127.0.0.1:7071', units),
    new FakeBackend(SECONDARY, 'http://127.0.0.1:7072', units),
  ];
  return new FakeGateway(backends, [{ pool: 'orders-pool', groups: [[PRIMARY], [SECONDARY]] }], units);
}

/** A demonstration's control paths on a free port. */
export interface Served {
  readonly gateway: FakeGateway;
  readonly plane: ToldPlane;
  readonly server: Server;
  readonly port: number;
}

export async function serveDemonstration(): Promise<Served> {
  const gateway = demonstrationGateway();
  const plane = new ToldPlane(gateway);
  return { gateway, plane, ...(await serve(plane)) };
}

export async function stop(plane: ToldPlane, server: Server): Promise<void> {
  plane.close();
  await end(server);
}

/** The article's story: a healthy primary, a failover within one request, and the next request straight to the other. */
export function tellStory(plane: ToldPlane, gateway: FakeGateway): void {
  const path = '/resilient/';
  play(plane, gateway, {
    id: 1,
    at: 2_000,
    path,
    attempts: [{ backend: PRIMARY, at: 1, duration: 8, status: 200 }],
    duration: 11,
    status: 200,
  });
  play(plane, gateway, {
    id: 2,
    at: 6_100,
    path: '/resilient/orders/2041/lines/some-rather-long-path',
    method: 'GET',
    attempts: [{ backend: PRIMARY, at: 1, duration: 24, status: 404 }],
    duration: 27,
    status: 404,
  });
  gateway.backend(PRIMARY).behave('fails');
  play(plane, gateway, {
    id: 3,
    at: 12_000,
    path,
    attempts: [
      { backend: PRIMARY, at: 1, duration: 5, status: 503 },
      { backend: PRIMARY, at: 7, duration: 4, status: 503 },
      { backend: PRIMARY, at: 1012, duration: 4, status: 503, opens: true },
      { backend: SECONDARY, at: 2018, duration: 260, status: 200 },
    ],
    duration: 2282,
    status: 200,
  });
  gateway.now = 13_016;
  open(plane, gateway, PRIMARY, 1, 43_016);
  play(plane, gateway, {
    id: 4,
    at: 15_000,
    path,
    attempts: [{ backend: SECONDARY, at: 1, duration: 31, status: 200 }],
    duration: 33,
    status: 200,
  });
  play(plane, gateway, {
    id: 5,
    at: 16_000,
    path,
    attempts: [{ backend: SECONDARY, at: 1, duration: 1200, reason: 'Timeout' }],
    duration: 1300,
    status: undefined,
  });
  play(plane, gateway, {
    id: 6,
    at: 18_000,
    path,
    attempts: [
      { backend: SECONDARY, at: 2, duration: 12, reason: 'BackendConnectionFailure' },
      { backend: SECONDARY, at: 15, duration: 36, status: 200 },
    ],
    duration: 53,
    status: 200,
  });
  gateway.backend(SECONDARY).circuits[0].failures = 1;
  gateway.now = 19_000;
}
