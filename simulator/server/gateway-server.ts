import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { assumptionsFor } from '../../lib/failover';
import type { DeployedService } from '../deployment';
import { compileService } from '../policies/compile-service';
import { Departure } from '../engine/departure';
import { GatewayEngine } from '../engine/gateway-engine';
import type { Watch } from '../engine/gateway-event';
import type { CSharp } from '../expressions';
import type { ClientRequest } from '../common/client-request';
import { Headers } from '../common/message';
import type { Scenario } from '../scenario/scenario';
import { SimulationError } from '../common/simulation-error';
import type { BackendMap } from './backend-map';
import { Complaints } from './complaints';
import { Activity } from './control/activity';
import { ControlPlane } from './control/control-plane';
import { HttpTransport } from './http-transport';
import { firstRequest } from './first-request';
import { hasBody, pathOf, refusalOf } from './incoming-request';
import { LiveService } from './live-service';
import { RealClock } from './real-clock';
import { ScenarioTransport } from './scenario-transport';
import { sendRefusal, sendResponse } from './send-response';
import { Switches } from './switches';
import { listenerUrl } from './listener-url';

/** The settings of a local gateway. */
export interface GatewayServerSettings {
  readonly backends: BackendMap;
  /** The number of gateway instances; by default, that of the SKU of the service. */
  readonly units?: number;
  /** The region of the gateway, for a service with several regions. */
  readonly region?: string;
  readonly subscriptionKeys: readonly string[];
  readonly ignorePolicies: readonly string[];
  /** The scenario that controls backends and assumptions; undefined for real backends. */
  readonly scenario?: Scenario;
  /** The request that the page offers; by default, a sample request for the first operation. */
  readonly firstRequest?: ClientRequest;
  /** Reports problems at run time. */
  readonly complain: (what: string) => void;
}

/** A local gateway of a service: the engine on the real clock, behind an HTTP listener. */
export class GatewayServer {
  private readonly server: Server;
  private readonly clock = new RealClock();
  private readonly transport: HttpTransport;
  private readonly watch: Watch;
  private readonly engine: GatewayEngine;
  private readonly control: ControlPlane;
  private underWay = 0;
  private isClosing = false;
  private drained: (() => void) | undefined;

  /**
   * @throws SimulationError if a policy cannot be simulated.
   */
  constructor(
    readonly service: DeployedService,
    csharp: CSharp,
    private readonly settings: GatewayServerSettings,
  ) {
    const { clock } = this;
    const switches = new Switches();
    const { backends, units, region, subscriptionKeys, complain, scenario } = settings;
    const activity = new Activity();
    const complaints = new Complaints(complain);
    this.watch = (event) => {
      activity.note(event);
      complaints.note(event);
    };
    this.transport = new HttpTransport(clock, backends, switches, complain);
    const compiled = compileService(service, csharp, settings.ignorePolicies);
    compiled.prepare();
    this.engine = new GatewayEngine(compiled, {
      clock,
      transport: scenario ? new ScenarioTransport(clock, scenario, backends, this.transport) : this.transport,
      subscriptionKeys,
      acceptsTokens: scenario?.tokens !== 'refused',
      assumptions: assumptionsFor(service.skuName, {
        ...scenario?.assumptions,
        ...(units === undefined ? {} : { units }),
      }),
      watch: this.watch,
    });
    this.control = new ControlPlane(
      new LiveService(
        this.engine,
        clock,
        backends,
        switches,
        region ?? service.location,
        settings.firstRequest ?? firstRequest(compiled, subscriptionKeys),
      ),
      activity,
    );
    // Node rejects requests that are not HTTP.
    this.server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => this.take(request, response));
    // A limit on the number of headers would drop some silently; their size is limited instead.
    this.server.maxHeadersCount = 0;
    this.server.on('checkContinue', (request, response) => this.takeExpected(request, response));
    this.server.on('connect', (_, socket) => refuseTunnel(socket));
    this.server.on('connection', (socket) => socket.setMaxListeners(0));
  }

  /** @returns the port that it listens on */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    this.server.on('error', (error) => this.settings.complain(`a connection was not accepted: ${error.message}`));
    const bound = this.server.address() as AddressInfo;
    await this.transport.warmUp(listenerUrl(bound.address, bound.port));
    return bound.port;
  }

  /** Stops accepting requests and waits for the requests in progress, up to a timeout. */
  async close(patience = 10_000): Promise<void> {
    this.isClosing = true;
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
    try {
      if (this.control.handle(request, response)) return;
      const headers = Headers.ofPairs(request.rawHeaders);
      const refusal = refusalOf(headers);
      if (refusal) sendRefusal(response, refusal);
      else this.pass(request, headers, response);
    } catch (error) {
      this.giveUp(error, response);
    }
  }

  /** A client with `Expect: 100-continue` sends its body only when it is read. */
  private takeExpected(request: IncomingMessage, response: ServerResponse): void {
    response.shouldKeepAlive = false;
    request.once('resume', () => {
      if (response.headersSent) return;
      response.shouldKeepAlive = true;
      response.writeContinue();
    });
    this.take(request, response);
  }

  private pass(request: IncomingMessage, headers: Headers, response: ServerResponse): void {
    const { method = 'GET', socket } = request;
    const path = pathOf(request);
    const departure = new Departure();
    let id: number | undefined = undefined;
    let status: number | undefined;
    const end = (): void => {
      if (departure.hasHappened) return;
      socket.off('close', end);
      // An unread body would block the next request.
      if (!request.complete) request.removeAllListeners('data').resume();
      // If the client has its response, this releases a body that was not passed on because a policy replaced it.
      departure.happen();
      if (id !== undefined) {
        const answered = response.writableFinished ? status : undefined;
        this.watch({ kind: 'exchange ended', id, at: this.clock.now, status: answered });
      }
      this.underWay--;
      if (this.underWay === 0) this.drained?.();
    };
    this.underWay++;
    response.on('close', end);
    // A response that waits for another one on the same connection is not notified when the connection ends.
    socket.on('close', end);
    const sent = {
      method,
      path,
      headers,
      body: hasBody(headers) ? request : undefined,
      region: this.settings.region,
      ipAddress: socket.remoteAddress,
      departure,
    };
    id = this.engine.handle(sent, {
      done: (exchange) => {
        status = exchange.answer().statusCode;
        if (this.isClosing) response.shouldKeepAlive = false;
        sendResponse(exchange.answer(), request, response);
      },
      failed: (error) => {
        status = this.giveUp(error, response);
      },
    });
  }

  /** @returns the status that the client receives */
  private giveUp(error: unknown, response: ServerResponse): number {
    const isSimulation = error instanceof SimulationError;
    const faults = isSimulation ? error.shown : [`internal error: ${String(error)}`];
    faults.forEach(this.settings.complain);
    const refusal = isSimulation ? NOT_SIMULATED : INTERNAL_ERROR;
    sendRefusal(response, refusal);
    return refusal.statusCode;
  }
}

function refuseTunnel(socket: Duplex): void {
  socket.on('error', () => undefined);
  socket.end('HTTP/1.1 501 Not Implemented\r\nConnection: close\r\n\r\n', () => socket.destroy());
}

/** Such an error is caused neither by the client nor by the backend. */
const NOT_SIMULATED = { statusCode: 501, message: 'This cannot be simulated; see the output of the gateway.' };
const INTERNAL_ERROR = { statusCode: 500, message: 'Internal server error' };
