import { childElements, PolicyElement, SECTIONS } from '../../../lib/policy';
import { Carrier, Names, OF_URL, readsOf, Touched } from './carriers';
import { decidingTexts, textOf } from './deciding';
import type { DeployedService } from '../deployment';
import { namedValueIn } from '../named-values';
import { unknownTarget } from './unknown-targets';

/** What a policy document does with values that later policies can read. */
export interface Flow {
  readonly writes: readonly Write[];
  readonly decisions: readonly Decision[];
}

export interface Place {
  /** The document, unless it is a fragment, which can be included several times. */
  readonly document?: PolicyElement;
  /** The index of the section; undefined in a fragment. */
  readonly section?: number;
  /** The position among the elements of the document. */
  readonly order: number;
  /** The retries that contain it. */
  readonly loops: readonly PolicyElement[];
}

export interface Write {
  readonly carrier: Carrier;
  readonly names: Names;
  readonly what: string;
  readonly isUnknown: boolean | ((service: DeployedService) => boolean);
  readonly reads: readonly Touched[];
  readonly place: Place;
}

export interface Decision {
  readonly reads: Touched;
  /** For example, `line 3, column 5: condition reads`. */
  readonly reading: string;
  readonly place: Place;
}

const flows = new WeakMap<PolicyElement, Flow>();

/** Returns the flow of a document, which is determined once. */
export function flowOf(document: PolicyElement): Flow {
  let flow = flows.get(document);
  if (!flow) flows.set(document, (flow = newFlow(document)));
  return flow;
}

function newFlow(document: PolicyElement): Flow {
  const writes: Write[] = [];
  const decisions: Decision[] = [];
  let order = 0;
  const visit = (element: PolicyElement, around: Omit<Place, 'order'>, writesMessage: boolean): void => {
    const loops = element.name === 'retry' ? [...around.loops, element] : around.loops;
    const place = { ...around, loops, order: order++ };
    decisions.push(...decisionsOf(element, place));
    if (writesMessage) writes.push(...writesOf(element, place));
    const inMessage = writesMessage && !OTHER_MESSAGES.has(element.name);
    for (const child of childElements(element)) visit(child, { ...around, loops }, inMessage);
  };
  for (const child of childElements(document)) {
    const section = SECTIONS.findIndex((name) => name === child.name);
    const isSection = document.name === 'policies' && section >= 0;
    visit(child, { loops: [], ...(isSection && { document, section }) }, true);
  }
  return { writes, decisions };
}

/** A property that a Liquid template writes, such as `{{body.id}}`. */
const PROPERTY = /\{\{\s*\w+\.[\w.]+\s*\}\}/g;

/** The policies whose child elements describe another message, or the final response. */
const OTHER_MESSAGES: ReadonlySet<string> = new Set(['send-request', 'send-one-way-request', 'return-response']);

function writesOf(element: PolicyElement, place: Place): Write[] {
  const { name, attributes } = element;
  const texts = (...names: readonly string[]): string[] => names.flatMap((each) => attributes[each] ?? []);
  const written = (
    carrier: keyof typeof WORDS,
    key: string | undefined,
    values: readonly string[],
    more: readonly Touched[] = [],
  ) => {
    const all = key === undefined ? values : [key, ...values];
    const isConstant = key !== undefined && !key.includes('@') && !holdsUnknown(key);
    const names: Names = isConstant ? new Set([key.toLowerCase()]) : 'any';
    const what = isConstant && carrier !== 'cache' ? `the ${WORDS[carrier]} '${key}'` : `the ${WORDS[carrier]}`;
    return { carrier, names, what, isUnknown: all.some(holdsUnknown), reads: [...all.map(readsOf), ...more], place };
  };
  const children = childElements(element).map(textOf);
  const variables = (): Write[] =>
    Object.keys(attributes)
      .filter((attribute) => attribute.endsWith('variable-name'))
      .map((attribute) => written('variable', attributes[attribute], []));
  switch (name) {
    case 'set-variable':
      return [written('variable', attributes.name, texts('value'))];
    case 'cache-lookup-value':
    case 'cache-value': {
      const cached = written('cache', attributes.key, texts('value'));
      const read = new Map([['cache', cached.names] as const]);
      const values = texts('key', 'default-value', 'value');
      const variable = written('variable', attributes['variable-name'], values, [read]);
      return name === 'cache-value' ? [cached, variable] : [variable];
    }
    case 'cache-store-value':
    case 'cache-remove-value':
      return [written('cache', attributes.key, texts('value'))];
    case 'set-header':
      return [written('header', attributes.name, children)];
    case 'authentication-basic':
      return [written('header', 'Authorization', texts('username', 'password'))];
    case 'authentication-managed-identity':
      return [written('header', 'Authorization', texts('resource')), ...variables()];
    case 'set-status':
      return [written('reason', undefined, texts('reason'))];
    case 'set-query-parameter':
      return [written('query', attributes.name, children)];
    case 'set-body': {
      const body = [textOf(element), ...children];
      if (attributes.template !== 'liquid') return [written('body', undefined, body)];
      const known = body.map((text) => text.replace(PROPERTY, ''));
      const read = body.map((text) => readsOf(`@${text}`));
      return [written('body', undefined, known, read)];
    }
    case 'find-and-replace':
      return [written('body', undefined, texts('from', 'to'))];
    case 'set-method':
      return [written('method', undefined, [textOf(element)])];
    case 'rewrite-uri':
      return [written('url', undefined, texts('template')), written('query', undefined, texts('template'))];
    case 'set-backend-service':
      return [written('url', undefined, texts('base-url')), ...ofBackend(attributes['backend-id'], place)];
    default:
      return variables();
  }
}

/** What a policy writes that sets a backend or a pool. The URL of a pool's member is read after the forward. */
function ofBackend(id: string | undefined, place: Place): Write[] {
  if (id === undefined) return [];
  const common = { reads: [readsOf(id)], place };
  return [
    {
      ...{ ...common, carrier: 'url', names: OF_URL, what: 'the URL of a backend' },
      isUnknown: (service) => unknownTarget(service, id).hasUnknownUrl,
    },
    {
      ...{ ...common, carrier: 'backend', names: new Set(['azureregion']), what: 'the region of a backend' },
      isUnknown: (service) => unknownTarget(service, id).hasUnknownRegion,
    },
    {
      ...common,
      carrier: 'backend',
      names: new Set(['id']),
      what: 'the name of a backend',
      isUnknown: holdsUnknown(id),
    },
  ];
}

const WORDS: Readonly<Record<Exclude<Carrier, 'backend' | 'declaration' | 'random' | 'calendar'>, string>> = {
  ...{ variable: 'variable', header: 'header', query: 'query parameter', url: 'URL', body: 'body' },
  ...{ method: 'method', cache: 'cache', reason: 'reason of the status' },
};

function decisionsOf(element: PolicyElement, place: Place): Decision[] {
  const { line = 1, column = 1 } = element.position ?? {};
  return decidingTexts(element).map(({ where, text }) => ({
    reads: readsOf(text),
    reading: `line ${line}, column ${column}: ${where} reads`,
    place,
  }));
}

/** A value that is known only after deployment stands in the text as an expression of the input. */
export function holdsUnknown(text: string): boolean {
  return text.includes('${') || (text.includes('{{') && namedValueIn(text) !== undefined);
}
