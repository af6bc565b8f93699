import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LiveBackend, LiveGateway } from '../live-gateway';
import type { Activity } from './activity';
import { switchBackend } from './backend-switch';
import { EventStreams, News } from './event-streams';
import { refusalOf } from './guard';
import { readPageFiles } from './page-files';
import { PROMETHEUS_TEXT } from './prometheus';
import { jsonOf, reply, replyFault, replyJson } from './reply';
import { BackendState, GatewayState, seconds } from './state';
import { backendState, poolState } from './state-of';

const ROOT = '/_gateway';
const BACKENDS = 'backends/';

/** The control page of a gateway and its switches for backends: everything under `/_gateway/`. */
export class ControlPlane {
  private readonly streams = new EventStreams(() => this.news());
  private readonly files = readPageFiles();

  constructor(
    private readonly gateway: LiveGateway,
    private readonly activity: Activity,
  ) {}

  /** Handles requests for the control page; returns whether it did. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const path = pathOf(request.url ?? '');
    if (path !== ROOT && !path.startsWith(`${ROOT}/`)) return false;
    const refusal = refusalOf(request);
    if (refusal !== undefined) replyFault(response, 403, refusal);
    else if (path === ROOT) reply(response, 308, 'text/plain', '', { Location: `${ROOT}/` });
    else this.route(path.slice(ROOT.length + 1), request, response);
    return true;
  }

  /** Ends connections that would keep the server from closing. */
  close(): void {
    this.streams.close();
  }

  get state(): GatewayState {
    const { gateway, activity } = this;
    const { history, metrics } = activity;
    const { assumptions } = gateway;
    const { name, pools } = gateway.service;
    return {
      now: seconds(gateway.now),
      service: { name, region: gateway.region ?? null, units: assumptions.units },
      requests: { inFlight: history.inFlight, answered: metrics.answered, abandoned: metrics.abandoned },
      pools: pools.map(poolState),
      backends: gateway.backends.map((backend) => this.backendState(backend)),
      exchanges: history.states(),
      assumptions,
    };
  }

  private route(name: string, request: IncomingMessage, response: ServerResponse): void {
    if (name.startsWith(BACKENDS)) {
      if (allows(request, response, 'POST')) this.switch(name.slice(BACKENDS.length), request, response);
      return;
    }
    const answer = this.answers.get(name);
    const file = this.files.get(name === '' ? 'index.html' : name);
    if (!answer && !file) {
      const known = ['', ...this.answers.keys(), `${BACKENDS}NAME`].map((one) => `${ROOT}/${one}`).join(', ');
      replyFault(response, 404, `The path does not exist. Known paths: ${known}.`);
    } else if (allows(request, response, 'GET', 'HEAD')) {
      if (answer) answer(response);
      else if (file) reply(response, 200, file.type, file.content);
    }
  }

  private readonly answers = new Map<string, (response: ServerResponse) => void>([
    ['state', (response) => replyJson(response, 200, this.state)],
    ['metrics', (response) => reply(response, 200, PROMETHEUS_TEXT, this.metrics)],
    ['events', (response) => this.streams.open(response)],
    ['request', (response) => replyJson(response, 200, this.gateway.firstRequest ?? NO_REQUEST)],
  ]);

  private switch(encoded: string, request: IncomingMessage, response: ServerResponse): void {
    const name = decoded(encoded);
    const backend = this.gateway.backends.find((one) => one.name === name);
    if (backend) {
      switchBackend(request, response, backend, () => replyJson(response, 200, this.backendState(backend)));
    } else {
      const known = this.gateway.backends.map((one) => `'${one.name}'`).join(', ');
      const received = (name ?? encoded).slice(0, 100);
      replyFault(response, 404, `No backend is named '${received}'. Known backends: ${known === '' ? 'none' : known}.`);
    }
  }

  private backendState(backend: LiveBackend): BackendState {
    return backendState(backend, (unit) => this.activity.openedAt(backend.name, unit));
  }

  private get metrics(): string {
    const { history, metrics } = this.activity;
    return metrics.text(this.gateway.backends, history.inFlight);
  }

  private news(): News {
    const { state } = this;
    return { text: jsonOf(state), key: JSON.stringify({ ...state, now: 0 }) };
  }
}

/** A default request if no operation is known. */
const NO_REQUEST = { method: 'GET', path: '/', headers: {} };

function allows(request: IncomingMessage, response: ServerResponse, ...methods: readonly string[]): boolean {
  if (methods.includes(request.method ?? '')) return true;
  const allowed = methods.join(', ');
  replyFault(response, 405, `Method ${request.method ?? ''} is not allowed. Allowed methods: ${allowed}.`, {
    Allow: allowed,
  });
  return false;
}

/** Returns the path without the query. A client may send a complete URL, as to a proxy. */
function pathOf(target: string): string {
  if (!target.startsWith('/')) return URL.canParse(target) ? new URL(target).pathname : '';
  const end = target.search(/[?#]/);
  return end === -1 ? target : target.slice(0, end);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
