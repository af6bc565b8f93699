import { shownText } from './messages';
import type { Faults } from './private/faults';
import { mark } from './private/marks';
import { contentOf } from './private/open-api/content';
import { formatOf, importedMethods, importFault } from './private/open-api/imported';
import { readOperations, WrittenOperation } from './private/open-api/operations';
import { ReadDocument, readDocument } from './private/open-api/read-document';
import { OPEN_API } from './private/rules';
import { isOneToken, terraformText } from './private/terraform-text';

/**
 * An OpenAPI document that defines the operations of an API: OpenAPI 3.0, OpenAPI 3.1 or Swagger 2.0, in JSON or YAML.
 *
 * With `fromFile` and `fromInline`, the stack contains each operation of the document as a resource of its own: its ID,
 * summary, description, method, path, parameters, and the content types and headers of its request and responses. The
 * stack does not contain schemas, examples, tags, cookies, and responses for `default` or a range of status codes. The
 * title, path, description, protocols and subscription requirement of the API are those of its props, so `info`,
 * `servers`, `basePath` and `security` have no effect. References must lead to a place in the document.
 *
 * With `importFile`, `importInline` and `fromUrl`, API Management imports the document during deployment.
 */
export class OpenApiDocument {
  /** Adds each operation of a document in JSON or YAML to the stack. */
  public static fromInline(content: string): OpenApiDocument {
    return new OpenApiDocument(content);
  }

  /**
   * Adds each operation of a document in JSON or YAML to the stack.
   * @throws Error if the file cannot be read
   */
  public static fromFile(path: string): OpenApiDocument {
    return new OpenApiDocument(contentOf(path, 'fromFile'), undefined, path);
  }

  /**
   * Has API Management import a document in JSON or YAML during deployment.
   *
   * The developer portal then shows schemas and examples as well. This has a cost: a deployment after a change of the
   * document replaces the display name, description, protocols and subscription requirement of the API with those of the
   * document, until the next deployment restores those of the props. If the props have no `description`, every plan
   * removes the `info.description` of the document again.
   */
  public static importInline(content: string): OpenApiDocument {
    return new OpenApiDocument(content, formatOf(content));
  }

  /**
   * Has API Management import a document in JSON or YAML during deployment, at the cost that `importInline` describes.
   * @throws Error if the file cannot be read
   */
  public static importFile(path: string): OpenApiDocument {
    const content = contentOf(path, 'importFile');
    return new OpenApiDocument(content, formatOf(content), path);
  }

  /**
   * Has API Management download a document from a URL and import it during deployment, at the cost that `importInline`
   * describes. A URL that ends in `.json` is read as JSON, any other URL as YAML.
   */
  public static fromUrl(url: string): OpenApiDocument {
    return new OpenApiDocument(url, /\.json(?:[?#]|$)/i.test(url) ? 'openapi+json-link' : 'openapi-link');
  }

  private read?: ReadDocument;

  /** @param importFormat how azurerm reads the document that it imports; undefined if the operations are written */
  private constructor(
    private readonly content: string,
    private readonly importFormat?: string,
    private readonly path?: string,
  ) {}

  /** @internal Validates the document, and returns the operations to write. */
  public _operations(faults: Faults): WrittenOperation[] {
    const where = this.path === undefined ? 'openApi' : `openApi, from ${shownText(this.path)}`;
    if (this.importFormat?.endsWith('-link')) {
      faults.url(where, this.content);
      return [];
    }
    // Azure rejects a document that is only white space.
    if (/^\s*$/.test(this.content)) faults.report(where, `it is empty; ${OPEN_API.allowed}`);
    else if (faults.text(where, this.content, OPEN_API)) return this.operationsIn(faults, where);
    return [];
  }

  private operationsIn(faults: Faults, where: string): WrittenOperation[] {
    const { content, importFormat } = this;
    if (importFormat !== undefined) {
      const fault = importFault(content);
      if (fault !== undefined) faults.report(where, fault);
      return [];
    }
    if (isOneToken(content)) {
      faults.report(where, 'a token, whose value is known only after deployment; use OpenApiDocument.importInline');
      return [];
    }
    this.read ??= readDocument(content);
    if (this.read.fault === undefined) return readOperations(this.read.value, faults, where);
    faults.report(where, `${this.read.fault}; an OpenAPI document in JSON or YAML is needed`);
    return [];
  }

  /** @internal Whether API Management imports the document. */
  public get _isImported(): boolean {
    return this.importFormat !== undefined;
  }

  /** @internal What azurerm imports, if anything. */
  public get _import(): { contentFormat: string; contentValue: string } | undefined {
    const { content, importFormat } = this;
    return importFormat === undefined
      ? undefined
      : { contentFormat: importFormat, contentValue: terraformText(content) };
  }

  /** @internal The HTTP methods of the operations that are imported; undefined unless the document is inline JSON. */
  public get _importedMethods(): string[] | undefined {
    return this.importFormat === 'openapi+json' ? importedMethods(this.content) : undefined;
  }
}

mark('OpenApiDocument', OpenApiDocument);
