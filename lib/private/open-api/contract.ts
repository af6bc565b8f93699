import { parametersOf } from '../rules';
import { terraformText } from '../terraform-text';
import { ContractParameter, parametersIn, ReadParameter, responseHeaders, templateParameters } from './parameters';
import type { Part } from './part';
import { consumedBy, producedBy, Representation, representationsIn } from './representations';

/** What azurerm declares of the requests and responses of an operation. */
export interface OperationContract {
  readonly templateParameter?: ContractParameter[];
  readonly request?: ContractMessage & { readonly queryParameter?: ContractParameter[] };
  readonly response?: (ContractMessage & { readonly statusCode: number })[];
}

/** What requests and responses have in common. */
interface ContractMessage {
  readonly description?: string;
  readonly header?: ContractParameter[];
  readonly representation?: Representation[];
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
  return {
    ...descriptionOf(body?.part),
    ...listed('header', parametersIn(parameters, 'header')),
    ...listed('queryParameter', parametersIn(parameters, 'query')),
    ...listed('representation', body?.representations ?? []),
  };
}

interface Body {
  readonly part?: Part;
  readonly representations: Representation[];
}

/** Returns the body of a request: a request body, or parameters in Swagger 2.0. */
function bodyOf({ document, operation, parameters }: DescribedOperation): Body {
  const inParameters = parameters.filter(({ place }) => place === 'body' || place === 'formData');
  if (inParameters.length > 0) {
    const part = inParameters.find(({ place }) => place === 'body')?.part;
    return { part, representations: consumedBy(document, operation, parameters) };
  }
  const part = operation.get('requestBody').target();
  return { part, representations: representationsIn(part) };
}

function responsesOf({ document, operation }: DescribedOperation): NonNullable<OperationContract['response']> {
  const responses = operation.get('responses').fields();
  return responses.filter(hasStatusCode).map(([code, part]) => {
    const response = part.target();
    const isSwagger = !response.get('schema').isMissing;
    const representations = isSwagger ? producedBy(document, operation) : representationsIn(response);
    return {
      statusCode: Number(code),
      ...descriptionOf(response),
      ...listed('header', responseHeaders(response)),
      ...listed('representation', representations),
    };
  });
}

/** Azure has no place for responses of any status code, or of a range. */
function hasStatusCode([code, part]: readonly [string, Part]): boolean {
  if (/^[1-5]\d\d$/.test(code)) return true;
  if (!/^default$|^[1-5]XX$/i.test(code)) part.report('a status code is needed, such as 200, or default');
  return false;
}

function descriptionOf(part: Part | undefined): { readonly description?: string } {
  const description = part?.get('description').text();
  return description === undefined ? {} : { description: terraformText(description) };
}

/** Returns a list under its name, unless it is empty. */
function listed<Name extends string, Item>(name: Name, items: Item[]): { [Key in Name]?: Item[] } {
  return items.length > 0 ? ({ [name]: items } as { [Key in Name]: Item[] }) : {};
}
