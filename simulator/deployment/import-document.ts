import type { Known } from '../../lib/failover';
import type { Declaration } from './declaration';
import type { DeployedOperation } from './deployment';
import { isList, isObject, own, Unresolved, Value, ValueObject } from './value';

/** The parts of an imported document that an API uses. */
interface ImportedApi {
  readonly operations: Known<readonly DeployedOperation[]>;
  readonly serviceUrl?: string;
}

const UNKNOWN: ImportedApi = { operations: 'unknown' };
const READABLE = new Set(['openapi', 'openapi+json', 'swagger-json']);

/** Returns undefined for an API without an import. Only Azure can read links and other document formats. */
export function importedApi(declaration: Declaration): ImportedApi | undefined {
  const { properties, resource } = declaration;
  if (properties.value('sourceApiId') || properties.value('import') instanceof Unresolved) return UNKNOWN;
  // Only azurerm has a block for it.
  const source = properties.block('import') ?? properties;
  const format = source.value('format');
  if (format === undefined) return undefined;
  const content = source.knownText('value');
  if (typeof format !== 'string' || !READABLE.has(format) || content === undefined || content === 'unknown') {
    return UNKNOWN;
  }
  const document = readDocument(content);
  if (document instanceof Error || !isOpenApi(document)) {
    const why = document instanceof Error ? document.message : 'it has no openapi or swagger at the top level';
    source.say('value', `cannot be read as ${format}: ${why}`);
    return UNKNOWN;
  }
  return { operations: operationsOf(document, resource.address), serviceUrl: serviceUrlOf(document) };
}

/** Azure rejects any other document. */
function isOpenApi(document: Value): document is ValueObject {
  return isObject<ValueObject>(document) && ['openapi', 'swagger'].some((name) => own(document, name) !== undefined);
}

function readDocument(content: string): Value | Error {
  try {
    return JSON.parse(content) as Value;
  } catch {
    // Loading it takes longer than reading a large stack, and few stacks contain YAML.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { readYaml, YamlError } = require('../common/yaml') as typeof import('../common/yaml');
    try {
      return readYaml(content, LONGEST_YAML) as Value;
    } catch (error) {
      if (error instanceof YamlError) return error;
      throw error;
    }
  }
}

/** The maximum size, which takes a few seconds to read. */
const LONGEST_YAML = 1_000_000;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

function operationsOf(document: ValueObject, address: string): DeployedOperation[] {
  const paths = own(document, 'paths');
  if (!isObject<ValueObject>(paths)) return [];
  return Object.entries(paths).flatMap(([urlTemplate, item]) => {
    if (!isObject<ValueObject>(item)) return [];
    return METHODS.flatMap((method) => {
      const operation = own(item, method);
      if (!isObject<ValueObject>(operation)) return [];
      const id =
        textIn(operation, 'operationId') ?? `${method}${urlTemplate}`.replace(/[^\w]+/g, '-').replace(/-$/, '');
      const displayName = textIn(operation, 'summary') ?? id;
      return [{ address, id, displayName, method: method.toUpperCase(), urlTemplate }];
    });
  });
}

function serviceUrlOf(document: ValueObject): string | undefined {
  const servers = own(document, 'servers');
  const [server] = isList(servers) ? servers : [];
  const url = isObject<ValueObject>(server) ? textIn(server, 'url') : undefined;
  if (url !== undefined) return /^https?:\/\//.test(url) ? url : undefined;
  const host = textIn(document, 'host');
  const schemes = own(document, 'schemes');
  const [scheme] = isList(schemes) ? schemes : ['https'];
  return host === undefined
    ? undefined
    : `${scheme === 'http' ? 'http' : 'https'}://${host}${textIn(document, 'basePath') ?? ''}`;
}

function textIn(object: ValueObject, name: string): string | undefined {
  const value = own(object, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
