import { readFileSync } from 'node:fs';
import { Token } from 'cdktf';
import { printable, shownText } from './messages';
import type { Faults } from './private/faults';
import { mark } from './private/marks';
import { OPEN_API } from './private/rules';
import { terraformText } from './private/terraform-text';

/** An OpenAPI document that defines the operations of an API. */
export class OpenApiDocument {
  /** Uses an inline document in JSON or YAML. */
  public static fromInline(content: string): OpenApiDocument {
    return new OpenApiDocument(content, formatOf(content));
  }

  /**
   * Reads a document in JSON or YAML from a file.
   * @throws Error if the file cannot be read
   */
  public static fromFile(path: string): OpenApiDocument {
    const content = textOf(path);
    return new OpenApiDocument(content, formatOf(content), path);
  }

  /**
   * Uses a document that API Management downloads from a URL during deployment. A URL that ends in `.json` is read as
   * JSON, any other URL as YAML.
   */
  public static fromUrl(url: string): OpenApiDocument {
    return new OpenApiDocument(url, /\.json(?:[?#]|$)/i.test(url) ? 'openapi+json-link' : 'openapi-link');
  }

  private constructor(
    private readonly content: string,
    private readonly format: string,
    private readonly path?: string,
  ) {}

  /** @internal */
  public _validate(faults: Faults): void {
    const where = this.path === undefined ? 'openApi' : `openApi, from ${shownText(this.path)}`;
    if (this.format.endsWith('-link')) faults.url(where, this.content);
    // Azure rejects a document that is only white space.
    else if (/^\s*$/.test(this.content)) faults.report(where, `it is empty; ${OPEN_API.allowed}`);
    else if (faults.text(where, this.content, OPEN_API)) {
      const fault = faultOf(this.content, this.format);
      if (fault !== undefined) faults.report(where, `${fault}; ${NEEDED}`);
    }
  }

  /** @internal */
  public _toTerraform(): { contentFormat: string; contentValue: string } {
    return { contentFormat: this.format, contentValue: terraformText(this.content) };
  }

  /** @internal The HTTP methods of the operations; undefined unless the document is inline JSON. */
  public get _methods(): string[] | undefined {
    if (this.format !== 'openapi+json') return undefined;
    const { paths } = JSON.parse(this.content) as { paths?: Record<string, Record<string, unknown> | null> };
    const methods = Object.values(paths ?? {}).flatMap((path) => Object.keys(path ?? {}));
    return [...new Set(methods.map((method) => method.toUpperCase()).filter((method) => METHODS.includes(method)))];
  }
}

mark('OpenApiDocument', OpenApiDocument);

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'];

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
}

function unreadable(path: string, { code = '', message }: NodeJS.ErrnoException): Error {
  const why = WORDS.get(code) ?? message;
  // A JavaScript caller may pass anything as the path.
  const shown = typeof path === 'string' ? shownText(path) : String(path);
  return new Error(printable(`OpenApiDocument.fromFile(${shown}): ${why}; a file with an OpenAPI document is needed`));
}

const WORDS = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'access to it is denied'],
  ['EPERM', 'access to it is denied'],
  ['ERR_INVALID_ARG_TYPE', 'it is not a path'],
]);

const NEEDED = 'an OpenAPI document in JSON or YAML is needed';
const NO_VERSION = 'it has no openapi or swagger at the top level';

/** Returns why a document is certainly not an OpenAPI document. YAML is not parsed. */
function faultOf(content: string, format: string): string | undefined {
  // Its content is known only after deployment.
  if (Token.isUnresolved(content)) return undefined;
  if (format === 'openapi+json') {
    const names = Object.keys(JSON.parse(content) as object);
    return names.some((name) => VERSIONS.includes(name)) ? undefined : NO_VERSION;
  }
  if (YAML_VERSION.test(content)) return undefined;
  return /^\s*[{[]/.test(content) ? 'it is not valid JSON' : NO_VERSION;
}

const VERSIONS = ['openapi', 'swagger'];

/** At the top level of YAML, in either of its styles; JSON that is not valid has quotes in the second one. */
const YAML_VERSION = /^(?:(["']?)(?:openapi|swagger)\1|\{\s*(?:openapi|swagger))[ \t]*:/m;

function formatOf(content: string): string {
  return isJson(content) ? 'openapi+json' : 'openapi';
}

function isJson(content: string): boolean {
  try {
    const document: unknown = JSON.parse(content);
    return typeof document === 'object' && document !== null;
  } catch {
    return false;
  }
}
