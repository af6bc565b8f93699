import { elementsOf, PolicyElement, PolicySyntaxError, readPolicy } from '../../lib/policy';
import type { Declaration } from './declaration';
import type { DeployedFragment, DeployedPolicy } from './deployment';
import { ReadingFaults } from './reading-faults';
import { namedValueIn, NamedValues } from './named-values';
import { isKnown } from './terraform/value';

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
  ) {}

  policy(declaration: Declaration): DeployedPolicy | undefined {
    const { properties, isAzapi } = declaration;
    const format = properties.value('format');
    const isLink = typeof format === 'string' && format.endsWith('-link');
    if (isLink || (properties.value('xml_link') !== undefined && properties.value('xml_content') === undefined)) {
      properties.say(
        isAzapi ? 'format' : 'xml_link',
        'is a link, which only Azure can read; use the text of the policy instead',
      );
      return undefined;
    }
    return this.read(declaration, isAzapi ? 'value' : 'xml_content', 'policies');
  }

  fragment(declaration: Declaration): DeployedFragment | undefined {
    const policy = this.read(declaration, 'value', 'fragment');
    return policy && { id: declaration.names[0], policy };
  }

  private read({ resource, properties }: Declaration, attribute: string, root: string): DeployedPolicy | undefined {
    const text = properties.text(attribute);
    if (text === undefined) return undefined;
    if (text.length > LONGEST) {
      const [length, most] = [text.length, LONGEST].map((count) => count.toLocaleString('en'));
      properties.say(attribute, `has ${length} characters; the maximum is ${most}`);
      return undefined;
    }
    const read = this.texts.get(text);
    if (read instanceof PolicySyntaxError) {
      properties.say(attribute, `cannot be read: ${read.message}`);
      return undefined;
    }
    if (read.name !== root) {
      properties.say(attribute, `is <${read.name}>; <${root}> is needed`);
      return undefined;
    }
    const given = properties.value(attribute);
    const unknown = typeof given === 'string' && !isKnown(given) ? symbolicExpression(read) : undefined;
    if (unknown !== undefined) {
      properties.say(attribute, unknown);
      return undefined;
    }
    // Few policies use named values at all.
    if (!text.includes('{{')) return { address: resource.address, document: read };
    const document = this.withNamedValues(read);
    if (!document) {
      properties.say(attribute, 'exceeds the maximum size of a policy after its named values are inserted');
      return undefined;
    }
    for (const element of elementsOf(document.children)) {
      const backendId = element.name === 'set-backend-service' ? element.attributes['backend-id'] : undefined;
      const unknown = backendId === undefined ? undefined : namedValueIn(backendId);
      if (unknown === undefined) continue;
      const { line = 1, column = 1 } = element.position ?? {};
      this.faults.about(
        resource,
        `${attribute}, line ${line}, column ${column}: backend-id needs the named value '${unknown}', whose value is not known`,
      );
    }
    return { address: resource.address, document };
  }

  private withNamedValues(read: PolicyElement): PolicyElement | undefined {
    if (this.documents.has(read)) return this.documents.get(read);
    const document = this.namedValues.putInto(read);
    this.documents.set(read, document);
    return document;
  }
}

/** Returns the first expression that contains a value that is not known: what it evaluates to is not known either. */
function symbolicExpression(document: PolicyElement): string | undefined {
  for (const { name, attributes, children, position } of elementsOf([document])) {
    const texts = children.flatMap((child) => (child.kind === 'text' ? child.value : []));
    for (const text of [...Object.values(attributes), ...texts]) {
      const unknown = /^\s*@[({]/.test(text) ? /\$\{[^}]*\}/.exec(text) : null;
      if (!unknown) continue;
      const { line = 1, column = 1 } = position ?? {};
      return `has an expression with ${unknown[0]}, whose value is not known, in <${name}>, line ${line}, column ${column}`;
    }
  }
  return undefined;
}
