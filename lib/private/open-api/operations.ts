import { HttpMethod } from '../../http-method';
import { shownText } from '../../messages';
import type { Faults } from '../faults';
import { parametersOf, secretText, URL_TEMPLATE } from '../rules';
import { contractOf, OperationContract } from './contract';
import { operationIds } from './operation-ids';
import { readParameters } from './parameters';
import { isObject, METHODS, Part, typeOf } from './part';

/** An operation that a document describes. */
export interface WrittenOperation {
  readonly operation: {
    readonly operationId: string;
    readonly method: HttpMethod;
    readonly urlTemplate: string;
    readonly displayName?: string;
    readonly description?: string;
  };
  readonly contract: OperationContract;
}

/**
 * Returns the operations of a document, in its order, and reports its faults.
 *
 * @param where the place of the document among the props
 */
export function readOperations(value: unknown, faults: Faults, where: string): WrittenOperation[] {
  const document = Part.of(value, faults, where);
  if (!isObject(value)) {
    document.report(`${typeOf(value)}; an object is needed`);
    return [];
  }
  validateVersion(document);
  const found = findOperations(document);
  const ids = operationIds(
    found.map(({ method, path, operation }) => ({ method, path, operationId: operation.get('operationId').text() })),
  );
  return found.map((each, index) => describe(document, each, ids[index]));
}

const READABLE = 'OpenAPI 3.0, OpenAPI 3.1 and Swagger 2.0 can be read';

function validateVersion(document: Part): void {
  const [swagger, openApi] = [document.get('swagger'), document.get('openapi')];
  if (swagger.isMissing && openApi.isMissing) return document.report(`it has no openapi or swagger; ${READABLE}`);
  const [part, pattern] = openApi.isMissing
    ? ([swagger, /^2(\.0)?$/] as const)
    : ([openApi, /^3(\.[01](\.|$)|$)/] as const);
  // YAML has numbers without quotes.
  const version = String(part.value);
  if (!pattern.test(version))
    part.report(`${/^[\d.]{1,10}$/.test(version) ? version : typeOf(part.value)}; ${READABLE}`);
}

/** An operation where it is in its document. */
interface FoundOperation {
  readonly method: string;
  readonly path: string;
  readonly item: Part;
  readonly operation: Part;
}

function findOperations(document: Part): FoundOperation[] {
  const paths = document.get('paths');
  const found = paths.fields().flatMap(([path, part]) => {
    part.check(path, URL_TEMPLATE);
    validateParameterNames(part, path);
    const item = part.target();
    const methods = item.fields().filter(([name]) => METHODS.includes(name.toLowerCase()));
    return methods.map(([method, operation]) => ({ method, path, item, operation }));
  });
  const couldHave = paths.isMissing || isObject(paths.value);
  if (found.length === 0 && couldHave) paths.report('there are no operations; at least one is needed');
  const valid = found.filter(isOperation);
  validateUnique(valid);
  return valid;
}

function isOperation({ method, operation }: FoundOperation): boolean {
  if (!METHODS.includes(method)) operation.report('a method in lowercase is needed');
  else if (!isObject(operation.value)) operation.report(`${typeOf(operation.value)}; an operation is needed`);
  else return true;
  return false;
}

function validateParameterNames(part: Part, path: string): void {
  const names = parametersOf(path).map((name) => name.toLowerCase());
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) part.report('a parameter occurs twice in the path; each is allowed once');
}

/**
 * Reports operations that receive the same requests. Names of parameters make no difference: to OpenAPI, such paths are
 * identical.
 */
function validateUnique(found: readonly FoundOperation[]): void {
  const paths = new Map<string, string>();
  for (const { method, path, operation } of found) {
    const key = `${method} ${path.replace(/\{(\*?)[\w-]+\}/g, '{$1}')}`.toLowerCase();
    const other = paths.get(key);
    if (other === undefined) paths.set(key, path);
    else {
      operation.report(
        `the path ${shownText(other)} has the same method and differs at most in case and the names of parameters; ` +
          'each combination of method and path is allowed once',
      );
    }
  }
}

function describe(
  document: Part,
  { method, path, item, operation }: FoundOperation,
  operationId: string,
): WrittenOperation {
  const description = operation.get('description').text(secretText(1000));
  const parameters = readParameters(item, operation);
  return {
    operation: {
      operationId,
      method: HttpMethod.of(method.toUpperCase()),
      urlTemplate: path,
      displayName: operation.get('summary').text(secretText(300)),
      ...(description !== undefined && { description }),
    },
    contract: contractOf({ document, operation, method, urlTemplate: path, parameters }),
  };
}
