import { assumptionsFor, GatewayAssumptions, VirtualClock } from '../../../lib/failover';
import { DeployedBackend, deploymentOf } from '../../../simulator/deployment';
import { compileService } from '../../../simulator/policies/compile-service';
import type { Exchange } from '../../../simulator/engine/exchange';
import { GatewayEngine } from '../../../simulator/engine/gateway-engine';
import { ArrivingRequest } from '../../../simulator/engine/arriving-request';
import { ScriptedTransport } from '../../../simulator/simulation/scripted-transport';
import { urlOf } from '../../../simulator/engine/transport';
import { loadCSharp } from '../../../simulator/expressions';
import { BackendScript } from '../../../simulator/simulation/backend-script';
import type { Behaviour } from '../../../simulator/simulation/behaviour';

/** Policies by scope; a section that is left out holds `<base />`. */
export interface Scopes {
  readonly operation?: Sections;
  readonly api?: Sections;
  readonly product?: Sections;
  readonly service?: Sections;
  readonly fragments?: Readonly<Record<string, string>>;
}

export interface Sections {
  readonly inbound?: string;
  readonly backend?: string;
  readonly outbound?: string;
  readonly onError?: string;
}

export interface Setup {
  /** How backends and hosts behave; healthy where nothing is said. */
  readonly scripts?: Readonly<Record<string, readonly Behaviour[]>>;
  readonly assumptions?: Partial<GatewayAssumptions>;
  readonly acceptsTokens?: boolean;
  readonly ignorePolicies?: readonly string[];
  /** Changes the pool's body. */
  readonly pool?: object;
  /** Changes the local backend. */
  readonly local?: Partial<DeployedBackend>;
}

/** What a backend got. */
export interface Received {
  readonly to: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** An exchange, as a client and a backend see it. */
export interface Seen {
  readonly status: number;
  readonly reason: string;
  /** All but the `Date`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly date: string | undefined;
  readonly body: string | undefined;
  readonly attempts: readonly string[];
  readonly seconds: number;
  readonly records: readonly string[];
  readonly errors: readonly string[];
  readonly variables: ReadonlyMap<string, unknown>;
  readonly received: readonly Received[];
}

/** A document; an inner `<` of an expression is raw, as it is deployed. */
export function document({ inbound, backend, outbound, onError }: Sections): string {
  const section = (name: string, content = '<base />'): string => `<${name}>${content}</${name}>`;
  const sections = [
    section('inbound', inbound),
    section('backend', backend),
    section('outbound', outbound),
    section('on-error', onError),
  ];
  return `<policies>${sections.join('')}</policies>`;
}

/** Terraform escapes. */
function escaped(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}

function terraform({ operation, api, product, service, fragments = {} }: Scopes, pool: object = {}): string {
  const names = { api_management_name: 'apim', resource_group_name: 'rg' };
  const policy = (sections: Sections): object => ({ ...names, xml_content: escaped(document(sections)) });
  const backend = (name: string): object => ({
    ...names,
    name,
    protocol: 'http',
    url: `https://${name}.example.com/base`,
    credentials: [{ header: { 'x-functions-key': '{{key}}' }, query: { code: 'abc' } }],
    circuit_breaker_rule: [
      {
        name: 'rule',
        trip_duration: 'PT30S',
        failure_condition: [
          {
            count: 3,
            interval_duration: 'PT1M',
            status_code_range: [{ min: 502, max: 504 }],
            error_reasons: ['BackendConnectionFailure', 'Timeout'],
          },
        ],
      },
    ],
  });
  const serviceId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';
  return JSON.stringify({
    resource: {
      azurerm_api_management: { apim: { name: 'apim', location: 'Sweden Central', sku_name: 'Developer_1' } },
      azurerm_api_management_backend: { local: backend('local'), remote: backend('remote') },
      azapi_resource: {
        pool: {
          type: 'Microsoft.ApiManagement/service/backends@2024-10-01-preview',
          name: 'pool',
          parent_id: serviceId,
          body: {
            properties: {
              type: 'Pool',
              pool: {
                services: [
                  { id: '${azurerm_api_management_backend.local.id}', priority: 1 },
                  { id: '${azurerm_api_management_backend.remote.id}', priority: 2 },
                ],
                ...pool,
              },
            },
          },
        },
      },
      azurerm_api_management_api: {
        orders: {
          ...names,
          name: 'orders',
          path: 'orders',
          revision: '1',
          subscription_required: product !== undefined,
        },
      },
      azurerm_api_management_api_operation: {
        any: {
          ...names,
          api_name: 'orders',
          operation_id: 'any',
          display_name: 'Any',
          method: 'POST',
          url_template: '/{id}',
        },
        get: {
          ...names,
          api_name: 'orders',
          operation_id: 'get',
          display_name: 'Get',
          method: 'GET',
          url_template: '/{id}',
        },
      },
      azurerm_api_management_product: { starter: { ...names, product_id: 'starter', display_name: 'Starter' } },
      azurerm_api_management_product_api: product && {
        starter: { ...names, product_id: 'starter', api_name: 'orders' },
      },
      azurerm_api_management_policy: service && {
        service: { api_management_id: '${azurerm_api_management.apim.id}', xml_content: escaped(document(service)) },
      },
      azurerm_api_management_product_policy: product && { starter: { ...policy(product), product_id: 'starter' } },
      azurerm_api_management_api_policy: api && { orders: { ...policy(api), api_name: 'orders' } },
      azurerm_api_management_api_operation_policy: operation && {
        any: { ...policy(operation), api_name: 'orders', operation_id: 'any' },
      },
      azurerm_api_management_policy_fragment: Object.fromEntries(
        Object.entries(fragments).map(([name, content]) => [
          name,
          {
            api_management_id: '${azurerm_api_management.apim.id}',
            name,
            value: `<fragment>${escaped(content)}</fragment>`,
          },
        ]),
      ),
    },
  });
}

/** A gateway whose pool has a local and a remote backend; the API sends to it. */
export class PolicyGateway {
  readonly clock = new VirtualClock(Date.UTC(2026, 0, 1));
  private readonly received: Received[] = [];
  /** The assumptions that decided something, or could have. */
  readonly consulted = new Set<string>();

  private constructor(private readonly start: (gateway: PolicyGateway) => GatewayEngine) {}

  static async with(scopes: Scopes, setup: Setup = {}): Promise<PolicyGateway> {
    const { scripts = {}, pool, local, assumptions, ignorePolicies, ...settings } = setup;
    const [deployed] = deploymentOf([{ name: 'test.tf.json', json: terraform(scopes, pool) }]).services;
    const backends = deployed.backends.map((each) => (each.model.name === 'local' ? { ...each, ...local } : each));
    const service = { ...deployed, backends };
    const compiled = compileService(service, await loadCSharp(), ignorePolicies);
    return new PolicyGateway(({ clock, received, consulted }) => {
      const script = (name: string): BackendScript | undefined => all.get(name);
      const all = new Map(Object.entries(scripts).map(([name, behaviours]) => [name, new BackendScript(behaviours)]));
      const scripted = new ScriptedTransport(clock, script, script);
      return new GatewayEngine(compiled, {
        ...settings,
        assumptions: recording(assumptionsFor(service.skuName, assumptions), consulted),
        clock,
        transport: {
          send(outgoing, timeout, done) {
            const { request, headers } = outgoing;
            received.push({
              to: outgoing.backend ?? urlOf(outgoing).host,
              method: request.method,
              url: urlOf(outgoing).toString(),
              headers: { ...plain(request.headers), ...headers },
              body: request.body.read(true),
            });
            scripted.send(outgoing, timeout, done);
          },
        },
      });
    });
  }

  private engine: GatewayEngine | undefined;

  /** Sends a request and waits for its response. */
  send(request: Partial<ArrivingRequest> = {}): Seen {
    return this.sendTogether(1, request)[0];
  }

  /** Sends as many at the same moment. */
  sendTogether(count: number, request: Partial<ArrivingRequest> = {}): Seen[] {
    this.received.length = 0;
    this.engine ??= this.start(this);
    const exchanges: Exchange[] = [];
    const arrival = this.clock.now;
    const sent = { method: 'POST', path: '/orders/7', ...request };
    for (let i = 0; i < count; i++) this.engine.handle(sent, { done: (exchange) => void (exchanges[i] = exchange) });
    while (exchanges.filter(Boolean).length < count && this.clock.runNext());
    return exchanges.map((exchange) => this.seen(exchange, arrival));
  }

  private seen(exchange: Exchange, arrival: number): Seen {
    const { statusCode, statusReason, headers, body } = exchange.answer();
    const { date, ...others } = plain(headers);
    return {
      status: statusCode,
      reason: statusReason,
      headers: others,
      date,
      body: body.read(true),
      attempts: exchange.attempts.map((a) => `${a.backend} ${a.statusCode ?? a.reason} at ${a.at - arrival}`),
      seconds: (this.clock.now - arrival) / 1000,
      records: exchange.records.map(({ policy, text }) => `${policy}: ${text}`),
      errors: exchange.errors.map(({ address, policy, position, message }) => {
        const where = position ? ` ${position.line}:${position.column}` : '';
        return `${address}${where} <${policy}> ${message}`;
      }),
      variables: exchange.variables,
      received: [...this.received],
    };
  }
}

function recording(assumptions: GatewayAssumptions, names: Set<string>): GatewayAssumptions {
  return new Proxy(assumptions, {
    get(target, name) {
      names.add(String(name));
      return target[name as keyof GatewayAssumptions];
    },
  });
}

function plain(headers: Iterable<readonly [string, readonly string[]]>): Record<string, string> {
  return Object.fromEntries([...headers].map(([name, values]) => [name.toLowerCase(), values.join(', ')]));
}

/** One request through policies of the API. */
export async function through(sections: Sections, request?: Partial<ArrivingRequest>, setup?: Setup): Promise<Seen> {
  return (await PolicyGateway.with({ api: sections }, setup)).send(request);
}

export const TO_POOL = '<set-backend-service backend-id="pool" />';
export const FORWARD = '<forward-request timeout="5" buffer-request-body="true" />';

/** `<retry>` around a forward, or around what is given. */
export function retry(attributes: string, inner = FORWARD): string {
  const condition = '@(context.Response == null || context.Response.StatusCode >= 500)';
  return `<retry condition="${condition}" ${attributes}>${inner}</retry>`;
}
