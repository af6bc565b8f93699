import { parametersOf } from '../rules';
import { terraformText } from '../terraform-text';
import { ContractParameter, parametersIn, ReadParameter, responseHeaders, templateParameters } from './parameters';
import type { Part } from './part';

/** What azurerm declares of the requests and responses of an operation. */
export interface OperationContract {
  readonly templateParameter?: ContractParameter[];
  readonly request?: ContractMessage & { readonly queryParameter?: ContractParameter[] };
  readonly response?: (ContractMessage & { readonly statusCode: number })[];
}

/** What requests and responses have in common. A representation has no schema and no examples. */
interface ContractMessage {
  readonly description?: string;
  readonly header?: ContractParameter[];
  readonly representation?: { readonly contentType: string }[];
}

/** An operation in a document, and what it inherits. */
export interface DescribedOperation {
  readonly document: Part;
  readonly operation: Part;
  readonly method: string;
  readonly urlTemplate: string;
  readonly parameters: readonly ReadParameter[];
}

/** Returns the contract of an operation. Empty parts are left out, because Azure does not return them. */
export function contractOf(described: DescribedOperation): OperationContract {
  const { urlTemplate, parameters } = described;
  const request = requestOf(described);
  const response = responsesOf(described);
  const templateParameter = templateParameters(parametersOf(urlTemplate), parameters);
  return {
    ...(templateParameter && { templateParameter }),
    ...(Object.keys(request).length > 0 && { request }),
    ...(response.length > 0 && { response }),
  };
}

/** The body of such a request means nothing. An import by Azure discards it, too. */
const WITHOUT_BODY = ['get', 'head', 'options'];

function requestOf(described: DescribedOperation): NonNullable<OperationContract['request']> {
  const { parameters, method } = described;
  const body = WITHOUT_BODY.includes(method) ? undefined : bodyOf(described);
  const description = body?.description?.text();
  return {
    ...(description !== undefined && { description: terraformText(description) }),
    ...listed('header', parametersIn(parameters, 'header')),
    ...listed('queryParameter', parametersIn(parameters, 'query')),
    ...listed('representation', representations(body?.contentTypes ?? [])),
  };
}

interface Body {
  readonly description?: Part;
  readonly contentTypes: readonly string[];
}

/** Returns the body of a request: a request body, or parameters in Swagger 2.0. */
function bodyOf({ document, operation, parameters }: DescribedOperation): Body {
  const body = parameters.find(({ place }) => place === 'body')?.part;
  const fields = parameters.filter(({ place }) => place === 'formData').map(({ part }) => part);
  const types = (byDefault: string): string[] => mediaTypes('consumes', document, operation, byDefault);
  if (body) return { description: body.get('description'), contentTypes: types('application/json') };
  if (fields.length > 0) {
    const hasFile = fields.some((field) => field.get('type').value === 'file');
    return { contentTypes: types(hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded') };
  }
  const requestBody = operation.get('requestBody').target();
  return { description: requestBody.get('description'), contentTypes: contentTypesOf(requestBody) };
}

function responsesOf({ document, operation }: DescribedOperation): NonNullable<OperationContract['response']> {
  return operation
    .get('responses')
    .fields()
    .flatMap(([code, part]) => {
      // Azure has no place for a range of status codes.
      if (code === 'default' || /^[1-5]XX$/i.test(code)) return [];
      if (!/^[1-5]\d\d$/.test(code)) {
        part.report('a status code is needed, such as 200, or default');
        return [];
      }
      const response = part.target();
      const description = response.get('description').text();
      const contentTypes = response.get('schema').isMissing
        ? contentTypesOf(response)
        : mediaTypes('produces', document, operation, 'application/json');
      return {
        statusCode: Number(code),
        ...(description !== undefined && { description: terraformText(description) }),
        ...listed('header', responseHeaders(response)),
        ...listed('representation', representations(contentTypes)),
      };
    });
}

function contentTypesOf(message: Part): string[] {
  return message
    .get('content')
    .namedEntries()
    .map(([type]) => type);
}

/** Returns the media types of Swagger 2.0: those of the operation, or of the document. */
function mediaTypes(name: 'consumes' | 'produces', document: Part, operation: Part, byDefault: string): string[] {
  const own = operation.get(name);
  const types = (own.isMissing ? document.get(name) : own).items().flatMap((item) => item.text() ?? []);
  return types.length > 0 ? types : [byDefault];
}

function representations(contentTypes: readonly string[]): { contentType: string }[] {
  return [...new Set(contentTypes)].map((contentType) => ({ contentType: terraformText(contentType) }));
}

/** Returns a list under its name, unless it is empty. */
function listed<Name extends string, Item>(name: Name, items: Item[]): { [Key in Name]?: Item[] } {
  return items.length > 0 ? ({ [name]: items } as { [Key in Name]: Item[] }) : {};
}
