import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeployedService } from '../deployment';
import { GatewayEngine } from '../engine/gateway-engine';
import type { CSharp } from '../expressions';
import { SimulationError } from '../simulation-error';
import type { BackendMap } from './backend-map';
import { ControlPlane } from './control/control-plane';
import { HttpTransport } from './http-transport';
import { LiveService } from './live-service';
import { RealClock } from './real-clock';
import { refuseMalformed, sendResponse, sendUnavailable } from './send-response';
import { Switches } from './switches';

/** How a local gateway is set up. */
export interface GatewayServerSettings {
  readonly backends: BackendMap;
  /** Gateway units; those of the service's SKU if left out. */
  readonly units?: number;
  /** The region whose gateway it is, for a service in several. */
  readonly region?: string;
  readonly subscriptionKeys: readonly string[];
  readonly ignorePolicies: readonly string[];
  /** Takes what goes wrong while it runs, in words. */
  readonly complain: (what: string) => void;
}

/** A service's gateway on this machine: the engine on the real clock, behind an HTTP listener. */
export class GatewayServer {
  private readonly server: Server;
  private readonly transport: HttpTransport;
  private readonly engine: GatewayEngine;
  private readonly control: ControlPlane;
  private underWay = 0;
  private drained: (() => void) | undefined;

  /**
   * @throws SimulationError if a policy cannot be simulated.
   */
  constructor(
    readonly service: DeployedService,
    csharp: CSharp,
    private readonly settings: GatewayServerSettings,
  ) {
    const clock = new RealClock();
    const switches = new Switches();
    const { backends, units, region, complain, ...shared } = settings;
    this.transport = new HttpTransport(clock, backends, switches, complain);
    this.engine = new GatewayEngine(service, csharp, {
      ...shared,
      clock,
      transport: this.transport,
      assumptions: units === undefined ? {} : { units },
      observer: {
        attemptStarted: (id, backend) => this.control.attemptStarted(id, backend),
        attemptEnded: (id, attempt) => this.control.attemptEnded(id, attempt),
      },
      onTransition: (transition) => this.control.circuitChanged(transition),
    });
    this.engine.prepare();
    this.control = new ControlPlane(new LiveService(this.engine, clock, backends, switches, region));
    this.server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => this.take(request, response));
    this.server.on('clientError', refuseMalformed);
  }

  /** @returns the port that it listens on */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  /** Takes no more requests, and ends when those that are under way are answered, or after some time. */
  async close(patience = 10_000): Promise<void> {
    this.control.close();
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const drained = new Promise<void>((resolve) => (this.drained = resolve));
    if (this.underWay > 0)
      await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
    this.server.closeAllConnections();
    await closed;
    await this.transport.close();
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    if (this.control.handle(request, response)) return;
    const { method = 'GET', url: path = '/', socket } = request;
    const left = new AbortController();
    let id = 0;
    let status: number | undefined;
    this.underWay++;
    response.on('close', () => {
      this.underWay--;
      if (this.underWay === 0) this.drained?.();
      if (!response.writableFinished) left.abort();
      this.control.exchangeEnded(id, response.writableFinished ? status : undefined);
    });
    const sent = {
      method,
      path,
      headers: request.headersDistinct as Record<string, string[]>,
      body: hasBody(request) ? request : undefined,
      region: this.settings.region,
      ipAddress: socket.remoteAddress,
      signal: left.signal,
    };
    this.engine.handle(sent, {
      begun: (begun) => {
        id = begun;
        this.control.exchangeStarted(id, { method, path: path.split('?')[0] });
      },
      done: (exchange) => {
        status = exchange.answer().statusCode;
        sendResponse(exchange.answer(), request, response);
      },
      failed: (error) => {
        const faults = error instanceof SimulationError ? error.faults : [`internal error: ${String(error)}`];
        faults.forEach(this.settings.complain);
        status = 501;
        sendUnavailable(response);
      },
    });
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
