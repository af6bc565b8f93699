import { deploymentOf } from '../../../simulator/deployment';
import { DeploymentProof, proveDeployment, ProveOptions } from '../../../simulator/prove/prove-deployment';
import type { ProofReport } from '../../../simulator/prove/proof-report';
import { reportOf } from '../../../simulator/prove/report';

/** A circuit that opens after so many failures in a minute, for so many seconds. */
export interface Breaker {
  readonly count?: number;
  readonly trip?: number;
  readonly codes?: readonly { readonly min: number; readonly max: number }[];
  readonly reasons?: readonly string[];
}

export interface Member {
  readonly name: string;
  readonly priority: number;
  readonly weight?: number;
}

export interface Api {
  readonly name: string;
  /** Sections; one that is left out holds `<base />`. */
  readonly policy?: Sections;
  readonly operations?: readonly Operation[];
  /** More arguments of the API. */
  readonly more?: object;
}

export interface Operation {
  readonly id: string;
  readonly method?: string;
  readonly urlTemplate?: string;
  readonly policy?: Sections;
}

export interface Sections {
  readonly inbound?: string;
  readonly backend?: string;
  readonly outbound?: string;
  readonly onError?: string;
}

export interface Service {
  readonly name?: string;
  readonly sku?: string;
  /** By name; null for one without a circuit breaker. */
  readonly backends?: Readonly<Record<string, Breaker | null>>;
  readonly pools?: Readonly<Record<string, readonly Member[]>>;
  readonly apis?: readonly Api[];
  /** Products by id, with the names of their APIs. */
  readonly products?: Readonly<Record<string, { readonly apis: readonly string[]; readonly policy?: Sections }>>;
  readonly fragments?: Readonly<Record<string, string>>;
  readonly policy?: Sections;
}

export function policyText({ inbound, backend, outbound, onError }: Sections): string {
  const section = (name: string, content = '<base />'): string => `<${name}>${content}</${name}>`;
  const sections = [section('inbound', inbound), section('backend', backend)];
  return `<policies>${sections.join('')}${section('outbound', outbound)}${section('on-error', onError)}</policies>`;
}

/** `<retry>` around what stands in it. */
export function retry(count: number, content: string, condition = 'context.Response.StatusCode >= 500'): string {
  return `<retry condition="@(context.Response == null || ${condition})" count="${count}" interval="1" first-fast-retry="true">${content}</retry>`;
}

type Resources = Record<string, Record<string, object>>;

/** Services as Terraform JSON. */
export function stackOf(...services: readonly Service[]): string {
  const resource: Resources = {};
  let count = 0;
  const add = (type: string, value: object): void => void ((resource[type] ??= {})[`R${count++}`] = value);
  for (const service of services) addService(service, add);
  return JSON.stringify({ resource });
}

function addService(service: Service, add: (type: string, value: object) => void): void {
  const { name = 'apim', sku = 'Developer_1', backends = {}, pools = {}, apis = [], products = {} } = service;
  const of = { api_management_name: name, resource_group_name: 'rg' };
  const id = `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/${name}`;
  add('azurerm_api_management', { name, resource_group_name: 'rg', location: 'swedencentral', sku_name: sku });
  for (const [backend, breaker] of Object.entries(backends))
    add('azurerm_api_management_backend', backendOf(backend, breaker, of));
  for (const [pool, members] of Object.entries(pools)) {
    const services = members.map((member) => ({
      ...{ id: `${id}/backends/${member.name}`, priority: member.priority },
      ...(member.weight !== undefined && { weight: member.weight }),
    }));
    const body = { properties: { type: 'Pool', pool: { services } } };
    add('azapi_resource', {
      type: 'Microsoft.ApiManagement/service/backends@2024-05-01',
      name: pool,
      parent_id: id,
      body,
    });
  }
  for (const [fragment, text] of Object.entries(service.fragments ?? {})) {
    add('azurerm_api_management_policy_fragment', {
      ...{ name: fragment, api_management_id: id, format: 'rawxml', value: `<fragment>${text}</fragment>` },
    });
  }
  if (service.policy)
    add('azurerm_api_management_policy', { api_management_id: id, xml_content: policyText(service.policy) });
  for (const api of apis) addApi(api, of, add);
  for (const [product, { apis: names, policy }] of Object.entries(products)) {
    add('azurerm_api_management_product', { ...of, product_id: product, display_name: product, published: true });
    for (const api of names) add('azurerm_api_management_product_api', { ...of, product_id: product, api_name: api });
    if (policy)
      add('azurerm_api_management_product_policy', { ...of, product_id: product, xml_content: policyText(policy) });
  }
}

function addApi(
  { name, policy, operations = [{ id: 'get' }], more }: Api,
  of: object,
  add: (type: string, value: object) => void,
): void {
  const api = { ...of, name, display_name: name, path: name, revision: '1', protocols: ['https'] };
  add('azurerm_api_management_api', { ...api, subscription_required: false, ...more });
  if (policy) add('azurerm_api_management_api_policy', { ...of, api_name: name, xml_content: policyText(policy) });
  for (const { id, method = 'GET', urlTemplate = '/', policy: own } of operations) {
    const operation = { ...of, api_name: name, operation_id: id };
    const parameters = [...urlTemplate.matchAll(/\{\*?(\w+)\}/g)].map(([, each]) => ({
      name: each,
      required: true,
      type: 'string',
    }));
    add('azurerm_api_management_api_operation', {
      ...operation,
      ...{ display_name: id, method, url_template: urlTemplate, template_parameter: parameters },
    });
    if (own) add('azurerm_api_management_api_operation_policy', { ...operation, xml_content: policyText(own) });
  }
}

function backendOf(name: string, breaker: Breaker | null, of: object): object {
  const {
    count = 3,
    trip = 30,
    codes = [{ min: 500, max: 599 }],
    reasons = ['BackendConnectionFailure', 'Timeout'],
  } = breaker ?? {};
  const failure = { count, interval_duration: 'PT1M', status_code_range: codes, error_reasons: reasons };
  const rule = { name: 'rule', trip_duration: `PT${trip}S`, failure_condition: failure };
  return {
    ...{ ...of, name, protocol: 'http', url: `https://${name}.example.com` },
    ...(breaker && { circuit_breaker_rule: rule }),
  };
}

export function proofOf(stack: string, options?: ProveOptions): Promise<DeploymentProof> {
  return proveDeployment(deploymentOf([{ name: 'the stack', json: stack }]), options);
}

export async function reported(stack: string, options?: ProveOptions): Promise<ProofReport> {
  return reportOf(await proofOf(stack, options));
}

/** As in `a + b (status 503): survives, 200 from b, 4 attempts in 2 s`: the first request of each failure. */
export function lines({ guarantees }: ProofReport): string[] {
  return guarantees.map(({ failure, verdict, first }) => {
    const what = `${failure.backends.join(' + ')} (${failure.how})`;
    return `${what}: ${verdict}, ${first.status} from ${first.backend}, ${first.attempts} in ${first.seconds} s`;
  });
}
