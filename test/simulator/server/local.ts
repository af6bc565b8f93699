import { createServer, IncomingMessage, RequestListener, Server } from 'node:http';
import { AddressInfo, connect, createServer as createTcpServer, Server as TcpServer, Socket } from 'node:net';
import { deploymentOf } from '../../../simulator/deployment';
import { loadCSharp } from '../../../simulator/expressions';
import { GatewayServer, GatewayServerSettings } from '../../../simulator/server/gateway-server';
import { document, Sections } from '../policies/policy-gateway';

/** What tests started, and end. */
const running: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((end) => end()));
});

/** A backend on a free port of this machine. */
export class LocalBackend {
  readonly received: IncomingMessage[] = [];
  private readonly connections: Socket[] = [];

  private constructor(private readonly server: Server | TcpServer) {
    server.on('connection', (socket: Socket) => {
      this.connections.push(socket);
      socket.on('error', () => undefined);
    });
    running.push(() => {
      server.close();
      this.connections.forEach((socket) => socket.destroy());
    });
  }

  /** One that answers over HTTP. */
  static async http(listener: RequestListener): Promise<LocalBackend> {
    const server = createServer();
    // Above its limit, Node 20 leaves headers out, and later ones refuse the request.
    server.maxHeadersCount = 0;
    const backend = new LocalBackend(server);
    server.on('request', (request, response) => {
      backend.received.push(request);
      request.on('error', () => undefined);
      listener(request, response);
    });
    return listening(backend, server);
  }

  /** One that does what it likes with the connection. */
  static async raw(accept: (socket: Socket, request: string) => void): Promise<LocalBackend> {
    const server = createTcpServer((socket) => {
      let head = '';
      socket.on('data', (chunk) => {
        head += chunk.toString('latin1');
        if (!head.includes('\r\n\r\n')) return;
        const request = head;
        head = '';
        accept(socket, request);
      });
    });
    return listening(new LocalBackend(server), server);
  }

  /** One that writes these bytes for each request. */
  static writing(...chunks: readonly string[]): Promise<LocalBackend> {
    return LocalBackend.raw((socket) => chunks.forEach((chunk) => socket.write(chunk, 'latin1')));
  }

  /** Connections that carry a request, or did; the client may hold others in reserve. */
  get used(): readonly Socket[] {
    return this.connections.filter(({ bytesRead }) => bytesRead > 0);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
}

async function listening(backend: LocalBackend, server: Server | TcpServer): Promise<LocalBackend> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return backend;
}

/** Where nobody listens. */
export const NOWHERE = 'http://127.0.0.1:1';

export interface Setup extends Partial<Omit<GatewayServerSettings, 'backends'>> {
  /** Policies of the API; those of the pool with a retry unless told. */
  readonly policies?: Sections;
  readonly path?: string;
  readonly subscriptionRequired?: boolean;
  readonly breakerCount?: number;
  /** More hosts that are mapped. */
  readonly hosts?: Readonly<Record<string, string>>;
}

/** Sends to the pool as the article does, with shorter waits. */
export function retrying(timeout = 400, attributes = 'buffer-request-body="true"', interval = 0.05): Sections {
  return {
    inbound: '<set-backend-service backend-id="pool" />',
    backend:
      '<retry condition="@(context.Response == null || context.Response.StatusCode >= 500)" ' +
      `count="3" interval="${interval}" first-fast-retry="true">` +
      `<forward-request timeout-ms="${timeout}" ${attributes} />` +
      '</retry>',
  };
}

/** Sends to the first backend, once. */
export function forwarding(attributes = 'timeout-ms="400"'): Sections {
  return { inbound: '<set-backend-service backend-id="local" />', backend: `<forward-request ${attributes} />` };
}

/** A gateway that listens, with a pool of the backends `local` and, if that does not answer well, `remote`. */
export interface LocalGateway {
  readonly server: GatewayServer;
  readonly port: number;
  readonly url: string;
  readonly complaints: readonly string[];
  /** What the control page shows. */
  readonly state: () => Promise<GatewayView>;
}

/** Of what `/_gateway/state` tells, what tests look at. */
export interface GatewayView {
  readonly service: { readonly region: string | null };
  readonly requests: { readonly inFlight: number; readonly answered: number; readonly abandoned: number };
  readonly backends: readonly {
    readonly circuits: readonly { readonly state: string; readonly failures: number }[];
  }[];
  readonly exchanges: readonly {
    readonly attempts: readonly { readonly status: number | null; readonly reason: string | null }[];
    readonly errors: readonly string[];
  }[];
}

export async function gateway(local: string, remote: string, setup: Setup = {}): Promise<LocalGateway> {
  const { policies = retrying(), path, subscriptionRequired, breakerCount, hosts = {}, ...settings } = setup;
  const json = terraform(policies, path, subscriptionRequired, breakerCount);
  const [service] = deploymentOf([{ name: 'cdk.tf.json', json }]).services;
  const complaints: string[] = [];
  const backends = new Map(Object.entries({ local, remote, ...hosts }).map(([name, url]) => [name, new URL(url)]));
  const server = new GatewayServer(service, await loadCSharp(), {
    backends,
    subscriptionKeys: ['local'],
    ignorePolicies: [],
    complain: (what) => complaints.push(what),
    ...settings,
  });
  const port = await server.listen(0, '127.0.0.1');
  running.push(() => server.close(0));
  const url = `http://127.0.0.1:${port}`;
  const state = async (): Promise<GatewayView> => (await (await fetch(`${url}/_gateway/state`)).json()) as GatewayView;
  return { server, port, url, complaints, state };
}

/** The milliseconds in which the first answer comes, and each that is expected after it. */
const PATIENCE = 4000;

/**
 * What a client that writes bytes gets back until the connection ends, or is quiet.
 *
 * @param answers how many answers are waited for, however long the connection is quiet between them
 */
export function exchangeBytes(port: number, sent: string | Buffer, quiet = 150, answers = 1): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(sent));
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(received);
    };
    let timer = setTimeout(end, PATIENCE);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      clearTimeout(timer);
      const isAnswered = (received.match(/HTTP\/1\.1 \d/g) ?? []).length >= answers;
      timer = setTimeout(end, isAnswered ? quiet : PATIENCE);
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}

/** Waits until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await isSo()); waited += 5) {
    if (waited > 2000) throw new Error('it did not come so');
    await pause(5);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const NAMES = { api_management_name: 'apim', resource_group_name: 'rg' };

function backendResource(name: string, count: number): object {
  return {
    ...NAMES,
    name,
    protocol: 'http',
    url: `https://${name}.example.com`,
    credentials: [{ header: { 'x-functions-key': 'key-of-the-backend' } }],
    circuit_breaker_rule: [
      {
        name: 'rule',
        trip_duration: 'PT30S',
        failure_condition: [
          {
            count,
            interval_duration: 'PT1M',
            status_code_range: [{ min: 500, max: 599 }],
            error_reasons: ['BackendConnectionFailure', 'Timeout'],
          },
        ],
      },
    ],
  };
}

export function terraform(policies: Sections, path = 'orders', subscriptionRequired = false, count = 3): string {
  const operation = (method: string): object => ({
    ...NAMES,
    api_name: 'orders',
    operation_id: method,
    display_name: method,
    method,
    url_template: '/{*rest}',
  });
  return JSON.stringify({
    resource: {
      azurerm_api_management: { apim: { name: 'apim', location: 'Sweden Central', sku_name: 'Developer_1' } },
      azurerm_api_management_backend: {
        local: backendResource('local', count),
        remote: backendResource('remote', count),
      },
      azapi_resource: {
        pool: {
          type: 'Microsoft.ApiManagement/service/backends@2024-05-01',
          name: 'pool',
          parent_id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim',
          body: {
            properties: {
              type: 'Pool',
              pool: {
                services: ['local', 'remote'].map((name, index) => ({
                  id: `\${azurerm_api_management_backend.${name}.id}`,
                  priority: index + 1,
                })),
              },
            },
          },
        },
      },
      azurerm_api_management_api: {
        orders: { ...NAMES, name: 'orders', path, revision: '1', subscription_required: subscriptionRequired },
      },
      azurerm_api_management_api_operation: Object.fromEntries(
        ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE'].map((method) => [method, operation(method)]),
      ),
      azurerm_api_management_api_policy: {
        orders: { ...NAMES, api_name: 'orders', xml_content: document(policies) },
      },
    },
  });
}

/** A backend that answers, and one that fails. */
export const remote = (): Promise<LocalBackend> => LocalBackend.http((_, response) => response.end('remote'));
export const failing = (): Promise<LocalBackend> =>
  LocalBackend.http((_, response) => response.writeHead(503).end('x'.repeat(100_000)));
