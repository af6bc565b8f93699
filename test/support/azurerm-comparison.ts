import { PolicyNode } from '../../lib/policy';

// How the azurerm provider finds out whether a policy has changed: it reads the document in the format `xml`, in which
// everything is escaped, unescapes it once, and compares it with the configuration. Before, it removes white space
// from both and unescapes both again.

/** Returns whether a plan shows no change, with a document in the configuration and another one in Azure. */
export function isUnchanged(configured: string, inAzure: readonly PolicyNode[]): boolean {
  return normalized(configured) === normalized(unescapedOnce(exported(inAzure)));
}

function exported(nodes: readonly PolicyNode[]): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return escaped(node.value);
      if (node.kind === 'comment') return `<!--${node.value}-->`;
      const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
      const tag = `${node.name}${attributes.join('')}`;
      return node.children.length === 0 ? `<${tag} />` : `<${tag}>${exported(node.children)}</${node.name}>`;
    })
    .join('');
}

function escaped(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

const CHARACTERS: Readonly<Record<string, string>> = { '&quot;': '"', '&gt;': '>', '&lt;': '<', '&amp;': '&' };

function unescapedOnce(source: string): string {
  return source.replace(/&(?:quot|gt|lt|amp);/g, (entity) => CHARACTERS[entity]);
}

/** The entities are replaced one after the other. */
function normalized(source: string): string {
  const packed = source.replace(/[ \t\r\n]/g, '');
  return Object.entries({ ...CHARACTERS, '&apos;': "'" }).reduce(
    (text, [entity, character]) => text.replaceAll(entity, character),
    packed,
  );
}
