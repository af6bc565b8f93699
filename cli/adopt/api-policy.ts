import { LONGEST_FORWARD, MOST_RETRIES } from '../../lib/failover';
import { elementsOf, isExpression, type PolicyElement, type PolicyNode } from '../../lib/policy';
import { COUNT_ATTEMPT, failoverPolicy } from '../../lib/private/failover-policy';
import { HEADER_NAME, REGION } from '../../lib/private/rules';
import { isAllowed } from './allowed';
import { arePoliciesEqual, sectionIn } from './same-policy';
import { afterBase, type Extra, isBase, isElement, writable } from './sections';

/** The policy of an API as settings of `FailoverApi`. */
export interface ApiSettings {
  readonly pool: string;
  readonly regionalPools: readonly { readonly region: string; readonly poolName: string }[];
  /** Undefined without a retry, and if the construct does not accept it. */
  readonly retry?: RetryInPolicy;
  /** Whether `<backend>` is one forward-request. */
  readonly isForwardedOnce: boolean;
  /** Seconds; undefined if the construct has to choose it. */
  readonly forwardTimeout?: number;
  readonly attemptCountHeader?: string;
  readonly extra: Extra;
  /** Why the construct writes another policy from them; empty if it writes the same. */
  readonly differences: readonly string[];
}

/** The numbers are in seconds; undefined if the construct has to choose. */
interface RetryInPolicy {
  readonly count: number;
  readonly interval: number;
  readonly delta?: number;
  readonly maxInterval?: number;
  readonly firstFastRetry: boolean;
  readonly condition: string;
}

/**
 * Reads a policy that forwards requests to a pool.
 *
 * @param pools the names of the pools of the service, in lower case
 * @param isChosenByOperation whether the policy of an operation selects a backend
 * @returns undefined if the policy selects no pool by its name.
 */
export function apiSettings(
  document: PolicyElement,
  pools: ReadonlySet<string>,
  isChosenByOperation: boolean,
): ApiSettings | undefined {
  const inbound = afterBase(document, 'inbound') ?? [];
  const backend = afterBase(document, 'backend') ?? [];
  const retried = backend.length === 1 && isElement(backend[0], 'retry') ? backend[0].children : undefined;
  const isChoice = (node: PolicyNode): boolean => choiceIn(node, pools) !== undefined;
  const first = inbound.find(isChoice) ?? retried?.find(isChoice);
  const chosen = (first && choiceIn(first, pools)) ?? somePool(document, pools);
  if (!chosen) return undefined;
  const others = inbound.filter((node) => node !== first);
  const forward = (retried ?? backend).at(-1);
  const header = attemptCountHeader(document);
  const retry = retried && readRetry(backend[0] as PolicyElement);
  const extra = writable({
    inbound: others,
    // Without a retry, the construct accepts no policies there.
    backend: retry && retried?.filter((node) => node !== forward && !isGenerated(node, first, header)),
    outbound: withoutHeader(afterBase(document, 'outbound'), header),
    'on-error': withoutHeader(afterBase(document, 'on-error'), header),
  });
  const settings = {
    ...chosen,
    ...(retry && { retry }),
    isForwardedOnce: backend.length === 1 && isElement(backend[0], 'forward-request'),
    ...(isElement(forward, 'forward-request') && { forwardTimeout: readTimeout(forward) }),
    ...(header !== undefined && { attemptCountHeader: header }),
    extra,
  };
  const isChosenByCaller = isChosenByOperation || elementsOf(extra.inbound ?? []).some(isSetBackend);
  return { ...settings, differences: differences(document, settings, isChosenByCaller) };
}

type Chosen = Pick<ApiSettings, 'pool' | 'regionalPools'>;

function isSetBackend({ name }: PolicyElement): boolean {
  return name === 'set-backend-service';
}

/** Returns the pool that a policy selects, also by region. */
function choiceIn(node: PolicyNode, pools: ReadonlySet<string>): Chosen | undefined {
  const pool = poolIn(node, pools);
  if (pool !== undefined) return { pool, regionalPools: [] };
  if (!isElement(node, 'choose')) return undefined;
  const branches = node.children.filter((child) => child.kind === 'element');
  const otherwise = branches.pop();
  if (!isElement(otherwise, 'otherwise') || branches.length === 0) return undefined;
  const last = otherwise.children.length === 1 ? poolIn(otherwise.children[0], pools) : undefined;
  const regional = branches.flatMap((branch) => {
    const [, region] = IN_REGION.exec(branch.attributes.condition ?? '') ?? [];
    const poolName = branch.children.length === 1 ? poolIn(branch.children[0], pools) : undefined;
    return region === undefined || poolName === undefined || !isAllowed(region, REGION) ? [] : [{ region, poolName }];
  });
  const isWhole =
    regional.length === branches.length && new Set(regional.map(({ region }) => region)).size === regional.length;
  return last !== undefined && isWhole ? { pool: last, regionalPools: regional } : undefined;
}

/** The condition that the construct writes. */
const IN_REGION = /^@\("([^"\\]+)"\.Equals\(context\.Deployment\.Region, StringComparison\.OrdinalIgnoreCase\)\)$/;

function poolIn(node: PolicyNode, pools: ReadonlySet<string>): string | undefined {
  if (!isElement(node, 'set-backend-service') || Object.keys(node.attributes).length !== 1) return undefined;
  const name = node.attributes['backend-id'] ?? '';
  return pools.has(name.toLowerCase()) ? name : undefined;
}

/** The pool that a policy selects anywhere else, for example under a condition. */
function somePool(document: PolicyElement, pools: ReadonlySet<string>): Chosen | undefined {
  const [pool] = elementsOf([document]).flatMap((element) => poolIn(element, pools) ?? []);
  return pool === undefined ? undefined : { pool, regionalPools: [] };
}

/** Returns whether the construct writes the policy before each attempt. */
function isGenerated(node: PolicyNode, choice: PolicyNode | undefined, header: string | undefined): boolean {
  if (header !== undefined && arePoliciesEqual([node], [COUNT_ATTEMPT])) return true;
  return choice !== undefined && arePoliciesEqual([node], [choice]);
}

/** Returns the header that reports the number of attempts. */
function attemptCountHeader(document: PolicyElement): string | undefined {
  const [first] = afterBase(document, 'outbound') ?? [];
  if (!isElement(first, 'set-header') || !isAllowed(first.attributes.name ?? '', HEADER_NAME)) return undefined;
  const [value] = first.children;
  const text = isElement(value, 'value') && value.children[0]?.kind === 'text' ? value.children[0].value : '';
  return text === '1' || text.includes('"attempt-count"') ? first.attributes.name : undefined;
}

function withoutHeader(nodes: readonly PolicyNode[] = [], header: string | undefined): readonly PolicyNode[] {
  const [first, ...others] = nodes;
  return header !== undefined && isElement(first, 'set-header') && first.attributes.name === header ? others : nodes;
}

function readRetry({ attributes }: PolicyElement): RetryInPolicy | undefined {
  const number = (name: string): number => (/^\d{1,5}$/.test(attributes[name] ?? '') ? Number(attributes[name]) : NaN);
  const [count, interval, delta, maxInterval] = ['count', 'interval', 'delta', 'max-interval'].map(number);
  const isWait = (name: string, wait: number): boolean => attributes[name] === undefined || (wait >= 1 && wait <= 3600);
  const isUsable =
    count >= 1 &&
    count <= MOST_RETRIES &&
    interval >= 1 &&
    interval <= 3600 &&
    isWait('delta', delta) &&
    isWait('max-interval', maxInterval) &&
    isExpression(attributes.condition ?? '') &&
    (attributes['max-interval'] === undefined || attributes.delta !== undefined);
  if (!isUsable) return undefined;
  return {
    ...{ count, interval, condition: attributes.condition },
    ...(attributes.delta !== undefined && { delta }),
    ...(attributes['max-interval'] !== undefined && { maxInterval }),
    firstFastRetry: /^\s*true\s*$/i.test(attributes['first-fast-retry'] ?? ''),
  };
}

function readTimeout({ attributes }: PolicyElement): number | undefined {
  const { timeout, 'timeout-ms': milliseconds } = attributes;
  const text = milliseconds ?? timeout ?? '';
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) / (milliseconds === undefined ? 1 : 1000) : 0;
  return seconds > 0 && seconds <= LONGEST_FORWARD ? seconds : undefined;
}

/** Returns where the policy that the construct writes differs. */
function differences(
  document: PolicyElement,
  { pool, retry, forwardTimeout = 0, ...settings }: Omit<ApiSettings, 'differences'>,
  isChosenByCaller: boolean,
): string[] {
  const choosesPoolAgain = retry !== undefined && !isChosenByCaller;
  const made = failoverPolicy({ poolName: pool, retry, choosesPoolAgain, forwardTimeout, ...settings });
  return (['inbound', 'backend', 'outbound', 'on-error'] as const).flatMap((section) => {
    const [own, other] = [sectionIn(document, section), sectionIn(made, section) ?? []];
    if (own && arePoliciesEqual(own, other)) return [];
    if (!own) return `<${section}> is missing`;
    if (section === 'backend') return backendDifferences(own, forwardTimeout, choosesPoolAgain);
    if (!own.some(isBase)) return `<${section}> has no <base />`;
    const first = own.find(({ kind }) => kind === 'element');
    if (first && !isBase(first)) return `<${section}> does not begin with <base />`;
    return section === 'inbound'
      ? 'the construct selects the pool directly after <base />'
      : `<${section}> cannot be divided into settings`;
  });
}

function backendDifferences(backend: readonly PolicyNode[], timeout: number, choosesPoolAgain: boolean): string[] {
  const elements = backend.filter((node) => node.kind === 'element');
  const [only, ...others] = elements;
  if (others.length > 0 || !only || !['retry', 'forward-request'].includes(only.name)) {
    return ['<backend> is neither one retry nor one forward-request'];
  }
  const isRetry = only.name === 'retry';
  const forward = isRetry ? only.children.filter((node) => node.kind === 'element').at(-1) : only;
  if (!isElement(forward, 'forward-request')) return ['the retry does not end with forward-request'];
  const isBuffered = forward.attributes['buffer-request-body']?.toLowerCase() === 'true';
  const isChosen = !choosesPoolAgain || elementsOf(only.children).some(isSetBackend);
  const found = [
    ...(isRetry && !readRetry(only) ? ['the retry has a value that the construct does not accept'] : []),
    ...(timeout === 0 ? [`forward-request has no timeout of up to ${LONGEST_FORWARD} s`] : []),
    ...(isBuffered ? [] : ['the request body is not buffered']),
    ...(isChosen ? [] : ['the retry does not select the pool again']),
  ];
  return found.length > 0 ? found : ['<backend> cannot be divided into settings'];
}
