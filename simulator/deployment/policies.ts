import { element, elementsOf, PolicyElement, PolicySyntaxError, readPolicy } from '../../lib/policy';
import { textPropertyOf } from './attributes';
import { decidingTexts } from './flow/deciding';
import type { Declaration } from './declaration';
import type { DeployedFragment, DeployedPolicy } from './deployment';
import type { DoubtfulBackend } from './doubtful-backends';
import { whyUncertain } from './doubts';
import { NOTHING_KNOWN, ReadingFaults } from './reading-faults';
import { namedValueIn, NamedValues } from './named-values';
import { placeInSource } from './places';
import { couldBe } from './unplaced';
import { isKnown, Unresolved } from './value';

/** The maximum number of characters of a policy document. API Management allows fewer. */
const LONGEST = 1024 * 1024;

/** Reads policy texts and caches the results. */
export class PolicyTexts {
  private readonly read = new Map<string, PolicyElement | PolicySyntaxError>();

  get(text: string): PolicyElement | PolicySyntaxError {
    const known = this.read.get(text);
    if (known) return known;
    const document = readOrError(text);
    this.read.set(text, document);
    return document;
  }
}

/** The backends and pools of a service. */
interface BackendsOfService {
  /** In lower case. */
  readonly names: ReadonlySet<string>;
  readonly doubtful: readonly DoubtfulBackend[];
}

const UNMATCHED = 'whether backend-id is the name of a declared backend is not known';

const UNPLACED = 'what the policy belongs to is not known';

function readOrError(text: string): PolicyElement | PolicySyntaxError {
  try {
    return readPolicy(text);
  } catch (error) {
    if (error instanceof PolicySyntaxError) return error;
    throw error;
  }
}

/** Reads the policies of one service, with its named values. */
export class PolicyReader {
  /** Equal texts have equal results, which are shared. */
  private readonly documents = new Map<PolicyElement, PolicyElement | undefined>();

  constructor(
    private readonly texts: PolicyTexts,
    private readonly namedValues: NamedValues,
    private readonly faults: ReadingFaults,
    private readonly service: Declaration | undefined,
    private readonly backends: BackendsOfService,
  ) {}

  /** @param owners - what the policy belongs to within the service */
  policy(declaration: Declaration, ...owners: readonly (Declaration | undefined)[]): DeployedPolicy | undefined {
    const { properties, isAzapi, resource } = declaration;
    const why = declaration.isUnplaced ? UNPLACED : whyUncertain(resource, [this.service, ...owners]);
    if (why !== undefined) return this.unknown(declaration, why);
    const format = properties.value('format');
    const isLink = typeof format === 'string' && format.endsWith('-link');
    if (isLink || (properties.value('xml_link') !== undefined && properties.value('xml_content') === undefined)) {
      return this.unknown(declaration, `${isAzapi ? 'format' : 'xml_link'} is a link, which only Azure can read`);
    }
    return this.read(declaration, 'value', 'policies');
  }

  fragment(declaration: Declaration): DeployedFragment | undefined {
    const { properties, names, resource } = declaration;
    const why = whyUncertain(resource, [this.service]);
    if (why !== undefined) return { id: names[0], policy: this.unknown(declaration, why) };
    const property = textPropertyOf(properties);
    const policy = this.read(declaration, property, 'fragment');
    return policy && { id: names[0], policy };
  }

  private read(declaration: Declaration, property: string, root: string): DeployedPolicy | undefined {
    const { resource, properties } = declaration;
    const given = properties.value(property);
    const attribute = properties.attributeOf(property);
    if (given instanceof Unresolved) return this.unknown(declaration, `${attribute} is not known: ${given.reason}`);
    const text = properties.text(property);
    if (text === undefined) return undefined;
    if (text.length > LONGEST) {
      const [length, most] = [text.length, LONGEST].map((count) => count.toLocaleString('en'));
      properties.say(property, `has ${length} characters; the maximum is ${most}`);
      return undefined;
    }
    const read = this.texts.get(text);
    if (read instanceof PolicySyntaxError) {
      const place = placeInSource(declaration, read.position);
      if (place) this.faults.aboutText(place, resource.address, `${attribute} cannot be read: ${read.reason}`);
      else properties.say(property, `cannot be read: ${read.message}`);
      return undefined;
    }
    if (read.name !== root) {
      properties.say(property, `is <${read.name}>; <${root}> is needed`);
      return undefined;
    }
    const unknown = typeof given === 'string' && !isKnown(given) ? symbolicExpression(read) : undefined;
    if (unknown !== undefined) return this.unknown(declaration, `${attribute}, ${unknown}`);
    // Few policies use named values at all.
    const document = text.includes('{{') ? this.withNamedValues(read) : read;
    if (!document) {
      properties.say(property, 'exceeds the maximum size of a policy after its named values are inserted');
      return undefined;
    }
    const why =
      (document === read && !text.includes('{{') ? undefined : whyUndecided(document)) ?? this.whyUnmatched(document);
    return why === undefined
      ? { address: resource.address, document }
      : this.unknown(declaration, `${attribute}, ${why}`);
  }

  /** Returns the first backend that is declared or not, or known or not, depending on a name that is not known. */
  private whyUnmatched(document: PolicyElement): string | undefined {
    for (const { name, attributes, position } of elementsOf(document.children)) {
      const id = name === 'set-backend-service' ? attributes['backend-id'] : undefined;
      if (id === undefined || this.backends.names.has(id.toLowerCase())) continue;
      const why = this.whyDoubtful(id) ?? (this.canBeOther(id) ? UNMATCHED : undefined);
      const { line = 1, column = 1 } = position ?? {};
      if (why !== undefined) return `line ${line}, column ${column}: ${why}`;
    }
    return undefined;
  }

  private whyDoubtful(id: string): string | undefined {
    const { doubtful } = this.backends;
    const named = doubtful.find(({ name, isOwn }) => isOwn && name.toLowerCase() === id.toLowerCase());
    if (named) return `backend-id is the name of ${named.what}`;
    const isComputed = id.includes('@');
    const possible = doubtful.find(({ name, isOwn }) => (isComputed ? isOwn : couldBe(name, id)));
    return possible && `backend-id can be the name of ${possible.what}`;
  }

  /** Returns whether an id that is not the name of a declared backend can be one. */
  private canBeOther(id: string): boolean {
    // A service that is deployed elsewhere can have any other backends.
    if (this.service?.resource.mode !== 'managed' || id.includes('@')) return false;
    return id.includes('${') || [...this.backends.names].some((backend) => couldBe(backend, id));
  }

  private unknown({ resource }: Declaration, why: string): DeployedPolicy {
    this.faults.warn(resource, `${why}; ${NOTHING_KNOWN}`);
    return notKnown(resource.address, why);
  }

  private withNamedValues(read: PolicyElement): PolicyElement | undefined {
    if (this.documents.has(read)) return this.documents.get(read);
    const document = this.namedValues.putInto(read);
    this.documents.set(read, document);
    return document;
  }
}

/** The elements that contain policies. */
const CONTAINERS: ReadonlySet<string> = new Set([
  ...['policies', 'fragment', 'inbound', 'backend', 'outbound', 'on-error', 'choose', 'when', 'otherwise', 'retry'],
  ...['wait', 'limit-concurrency', 'return-response', 'send-request', 'send-one-way-request'],
]);

/** Returns the first expression or sequence of policies that contains a value that is not known. */
function symbolicExpression(document: PolicyElement): string | undefined {
  for (const each of elementsOf([document])) {
    const { name, attributes, children, position } = each;
    const texts = children.flatMap((child) => (child.kind === 'text' ? child.value : []));
    const { line = 1, column = 1 } = position ?? {};
    if (CONTAINERS.has(name) && texts.some((text) => text.includes('${'))) {
      return `line ${line}, column ${column}: <${name}> contains text whose value is not known, which can be policies`;
    }
    const decided = decidingTexts(each).find(
      ({ text, isCompared, isNumber }) => !isCompared && !isNumber && text.includes('${'),
    );
    if (decided) return `line ${line}, column ${column}: ${decided.where} needs a value that is not known`;
    for (const text of [...Object.values(attributes), ...texts]) {
      const unknown = /^\s*@[({]/.test(text) ? /\$\{[^}]*\}/.exec(text) : null;
      if (!unknown) continue;
      return `line ${line}, column ${column}: an expression in <${name}> needs ${unknown[0]}, whose value is not known`;
    }
  }
  return undefined;
}

/** Returns the first decision that depends on a named value whose value is not known. */
function whyUndecided(document: PolicyElement): string | undefined {
  for (const each of elementsOf(document.children)) {
    const { line = 1, column = 1 } = each.position ?? {};
    for (const { where, text, isNumber } of decidingTexts(each)) {
      const unknown = isNumber ? undefined : namedValueIn(text);
      if (unknown === undefined) continue;
      return `line ${line}, column ${column}: ${where} needs the named value '${unknown}', whose value is not known`;
    }
  }
  return undefined;
}

/** A policy that cannot be read. */
export function notKnown(address: string, whyUnknown: string): DeployedPolicy {
  return { address, document: element('policies'), whyUnknown };
}
