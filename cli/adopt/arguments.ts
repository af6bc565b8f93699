import type { Declaration } from '../../simulator/deployment/declaration';
import { isList, isObject, type Value, type ValueObject } from '../../simulator/deployment/value';
import { camelCase, given, snakeCase } from './values';

/** The names in the Azure API that differ from those of azurerm. */
const AZURE_NAMES: Readonly<Record<string, string>> = {
  revision: 'apiRevision',
  revision_description: 'apiRevisionDescription',
  version: 'apiVersion',
  version_description: 'apiVersionDescription',
  version_set_id: 'apiVersionSetId',
  terms_of_service_url: 'termsOfServiceUrl',
  api_type: 'type',
  template_parameter: 'templateParameters',
  value_from_key_vault: 'keyVault',
};

/** Returns an argument by its azurerm name, also from a resource of azapi; undefined if it is not set. */
export function argumentOf(declaration: Declaration, name: string): Value | undefined {
  const { isAzapi, properties, resource } = declaration;
  if (!isAzapi) return given(resource.attribute(name));
  const value = given(properties.value(AZURE_NAMES[name] ?? camelCase(name)));
  return value === undefined ? unmerged(declaration, name) : inSnakeCase(value);
}

/** Returns an argument of an azurerm resource that is merged with an update of azapi, which contains only what is read. */
export function unmerged({ resource, isAzapi }: Declaration, name: string): Value | undefined {
  return isAzapi && resource.type.startsWith('azurerm_') ? given(resource.attribute(name)) : undefined;
}

function inSnakeCase(value: Value): Value {
  if (isList(value)) return value.map(inSnakeCase);
  if (!isObject<ValueObject>(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [snakeCase(name), inSnakeCase(item)]));
}

/** Returns the arguments that are not set to their defaults. */
export function argumentsOf(declaration: Declaration, names: readonly string[]): (readonly [string, Value])[] {
  return names.flatMap((name) => {
    const value = argumentOf(declaration, name);
    return value === undefined || isDefault(name, value) ? [] : [[name, value] as const];
  });
}

function isDefault(name: string, value: Value): boolean {
  if (name === 'api_type') return value === 'http';
  if (name !== 'subscription_key_parameter_names') return false;
  const names = isList(value) ? value[0] : value;
  return (
    isObject<ValueObject>(names) && names.header === 'Ocp-Apim-Subscription-Key' && names.query === 'subscription-key'
  );
}
