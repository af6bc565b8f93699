import { Token } from 'cdktf';
import { METHODS } from './part';

// Azure reads an imported document at deployment. What is certainly wrong with it is found before.

const NEEDED = 'an OpenAPI document in JSON or YAML is needed';
const NO_VERSION = `it has no openapi or swagger at the top level; ${NEEDED}`;

/** Returns the format of a document for azurerm. */
export function formatOf(content: string): string {
  return jsonIn(content) === undefined ? 'openapi' : 'openapi+json';
}

/** Returns why a document is certainly not an OpenAPI document. YAML is not parsed. */
export function importFault(content: string): string | undefined {
  // Its content is known only after deployment.
  if (Token.isUnresolved(content)) return undefined;
  const json = jsonIn(content);
  if (json) return Object.keys(json).some((name) => VERSIONS.includes(name)) ? undefined : NO_VERSION;
  if (YAML_VERSION.test(content)) return undefined;
  return /^\s*[{[]/.test(content) ? `it is not valid JSON; ${NEEDED}` : NO_VERSION;
}

const VERSIONS = ['openapi', 'swagger'];

/** At the top level of YAML, in either of its styles; JSON that is not valid has quotes in the second one. */
const YAML_VERSION = /^(?:(["']?)(?:openapi|swagger)\1|\{\s*(?:openapi|swagger))[ \t]*:/m;

/** Returns the HTTP methods of the operations; undefined unless the document is JSON. */
export function importedMethods(content: string): string[] | undefined {
  const json = jsonIn(content) as { readonly paths?: Record<string, object | null> } | undefined;
  if (!json) return undefined;
  const methods = Object.values(json.paths ?? {}).flatMap((path) => Object.keys(path ?? {}));
  return [
    ...new Set(
      methods.filter((method) => METHODS.includes(method.toLowerCase())).map((method) => method.toUpperCase()),
    ),
  ];
}

function jsonIn(content: string): object | undefined {
  try {
    const document: unknown = JSON.parse(content);
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}
