import { terraformText } from '../terraform-text';
import { ContractParameter, formParameters, parametersIn, ReadParameter } from './parameters';
import type { Part } from './part';

/** A content type of a request or response. It has no schema and no examples. */
export interface Representation {
  readonly contentType: string;
  readonly formParameter?: ContractParameter[];
}

/** Returns the representations of a request body or response of OpenAPI 3. */
export function representationsIn(message: Part): Representation[] {
  const media = message.get('content').namedEntries();
  return media.flatMap(([type, each]) => representation(type, () => formParameters(each.get('schema'))));
}

/** Returns the representations of a response of Swagger 2.0. */
export function producedBy(document: Part, operation: Part): Representation[] {
  return mediaTypes('produces', document, operation, JSON_TYPE).flatMap((type) => representation(type, () => []));
}

/** Returns the representations of a request of Swagger 2.0, whose parameters contain its body or the fields of a form. */
export function consumedBy(document: Part, operation: Part, parameters: readonly ReadParameter[]): Representation[] {
  const fields = parameters.filter(({ place }) => place === 'formData');
  const hasFile = fields.some(({ part }) => part.get('type').value === 'file');
  const formType = hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  const types = mediaTypes('consumes', document, operation, fields.length > 0 ? formType : JSON_TYPE);
  return types.flatMap((type) => representation(type, () => parametersIn(parameters, 'formData')));
}

const JSON_TYPE = 'application/json';

/** Returns the media types of Swagger 2.0: those of the operation, or of the document. */
function mediaTypes(name: 'consumes' | 'produces', document: Part, operation: Part, byDefault: string): string[] {
  const own = operation.get(name);
  const types = (own.isMissing ? document.get(name) : own).items().flatMap((item) => item.text() ?? []);
  return types.length > 0 ? [...new Set(types)] : [byDefault];
}

const FORM = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)$/i;

/** Azure requires the parameters of a form, so a form without any is left out. */
function representation(type: string, fields: () => ContractParameter[]): Representation[] {
  const contentType = terraformText(type);
  if (!FORM.test(type)) return [{ contentType }];
  const formParameter = fields();
  return formParameter.length > 0 ? [{ contentType, formParameter }] : [];
}
