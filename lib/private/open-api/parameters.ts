import { terraformText } from '../terraform-text';
import { Part, typeOf } from './part';

/** A parameter of a request, or a header of a response, as azurerm declares it. */
export interface ContractParameter {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description?: string;
}

/** A parameter of an operation in a document. */
export interface ReadParameter {
  readonly name: string;
  /** Where in the request it is. */
  readonly place: string;
  readonly part: Part;
}

const PLACES = ['path', 'query', 'header', 'cookie', 'body', 'formData'];

/** Returns the parameters of an operation. They replace those of its path item with the same name and place. */
export function readParameters(item: Part, operation: Part): ReadParameter[] {
  const read = new Map<string, ReadParameter>();
  for (const part of [item, operation].flatMap((each) => each.get('parameters').items())) {
    if (part.isMissing) part.report('nothing; a parameter is needed');
    const parameter = readParameter(part.target());
    if (parameter) read.set(`${parameter.place} ${parameter.name}`, parameter);
  }
  return [...read.values()];
}

function readParameter(part: Part): ReadParameter | undefined {
  // It is a fault already.
  if (part.isMissing) return undefined;
  const place = part.get('in').value;
  const isPlace = typeof place === 'string' && PLACES.includes(place);
  if (!isPlace) part.get('in').report(`${typeOf(place)}; path, query, header, cookie, body or formData is needed`);
  const name = requiredText(part.get('name'));
  return isPlace && name !== undefined ? { name, place, part } : undefined;
}

function requiredText(part: Part): string | undefined {
  const text = part.text();
  if (text === undefined && (part.isMissing || typeof part.value === 'string')) {
    part.report(`${typeOf(part.value)}; a name is needed`);
  }
  return text;
}

/** Headers that OpenAPI describes by other means, so parameters of these names mean nothing. */
const IGNORED = ['accept', 'content-type', 'authorization'];

/** Returns the parameters in one place of the request. */
export function parametersIn(
  parameters: readonly ReadParameter[],
  place: 'query' | 'header' | 'formData',
): ContractParameter[] {
  return parameters
    .filter((each) => each.place === place && !(place === 'header' && IGNORED.includes(each.name.toLowerCase())))
    .map(({ name, part }) => contractParameter(name, part, part.get('required').value === true));
}

/** Returns the parameters of a URL template, which azurerm requires to be declared. */
export function templateParameters(
  names: readonly string[],
  parameters: readonly ReadParameter[],
): ContractParameter[] | undefined {
  const declared = new Map(parameters.filter(({ place }) => place === 'path').map(({ name, part }) => [name, part]));
  const all = names.map((name) => contractParameter(name, declared.get(name), true));
  return all.length > 0 ? all : undefined;
}

/** Returns the parameters of a form: the properties of its schema. */
export function formParameters(schema: Part): ContractParameter[] {
  const form = schemaIn(schema);
  const required = form.get('required').value;
  const isRequired = (name: string): boolean => Array.isArray(required) && required.includes(name);
  const properties = form.get('properties').namedEntries();
  return properties.map(([name, property]) => contractParameter(name, schemaIn(property), isRequired(name)));
}

/** Returns the headers of a response. */
export function responseHeaders(response: Part): ContractParameter[] {
  return response
    .get('headers')
    .namedEntries()
    .filter(([name]) => name.toLowerCase() !== 'content-type')
    .map(([name, header]) => contractParameter(name, header.target(), header.target().get('required').value === true));
}

function contractParameter(name: string, part: Part | undefined, required: boolean): ContractParameter {
  const description = part?.get('description').text();
  return {
    name: terraformText(name),
    type: part ? jsonType(part) : DEFAULT_TYPE,
    required,
    ...(description !== undefined && { description: terraformText(description) }),
  };
}

const DEFAULT_TYPE = 'string';
const TYPES: readonly unknown[] = ['string', 'number', 'integer', 'boolean', 'array', 'object'];

/** Returns the type in the schema of a parameter or header: a schema of its own, or itself. */
function jsonType(part: Part): string {
  const schema = part.get('schema');
  const { value } = (schema.isMissing ? part : schemaIn(schema)).get('type');
  const types = (Array.isArray(value) ? (value as unknown[]) : [value]).filter((type) => type !== 'null');
  const [type] = types;
  return types.length === 1 && TYPES.includes(type) ? String(type) : DEFAULT_TYPE;
}

/** A schema may also be true or false, and then says nothing. */
function schemaIn(part: Part): Part {
  return typeof part.value === 'boolean' ? part : part.target();
}
