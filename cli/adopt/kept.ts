import type { Declaration } from '../../simulator/deployment/declaration';
import { isList, isObject, type Value, type ValueObject } from '../../simulator/deployment/value';
import type { AdoptedService } from './adopted-service';
import { argumentOf, argumentsOf } from './arguments';
import { type Code, call, constant, construct, object, statement, string } from './code';
import { documentCode, documentOf, TEXT_UNKNOWN } from './documents';
import { isDeployed } from './input';
import { blockOf, camelCase, codeOf } from './values';

/** A resource that is declared with azurerm, because no construct is for it. */
interface KeptResource {
  readonly declaration: Declaration;
  readonly type: string;
  /** The words of its constant and of its id. */
  readonly parts: readonly string[];
  readonly entries: readonly (readonly [name: string, value: Code | undefined])[];
  /** Its id below the service, for the import. */
  readonly path: string;
}

/** Writes the resource, and returns its constant. */
export function writeKept({ declaration, type, parts, entries, path }: KeptResource, service: AdoptedService): string {
  const { program, report } = service;
  const className = program.azurerm(type);
  const identifier = service.constantFor(...parts);
  const kind = type.replace('azurerm_api_management_', '').replaceAll('_', '-');
  const id = service.id(kind, ...parts);
  program.add(constant(identifier, construct(className, ['stack', id, object(entries)])));
  if (isDeployed(declaration.resource)) program.add(statement(call(`${identifier}.importFrom`, [service.armId(path)])));
  report.addWritten(declaration.resource.address, className);
  return identifier;
}

type Entries = readonly (readonly [name: string, value: Code | undefined])[];

/** The arguments that say to which service a resource belongs. */
export function ofService({ identifier }: AdoptedService): Entries {
  return ['apiManagementName', 'resourceGroupName'].map((name) => [name, `${identifier}.${name}`]);
}

export function entriesOf(
  declaration: Declaration,
  names: readonly string[],
  parts: readonly string[],
  service: AdoptedService,
): Entries {
  return argumentsOf(declaration, names).map(([name, value]) => [
    camelCase(name),
    codeOf(blockOf(name, value), [...parts, name], 'camel', service),
  ]);
}

/** Writes what policies of APIs can refer to: named values, fragments, and version sets. */
export function writeShared(service: AdoptedService): void {
  for (const declaration of service.of('namedValues')) writeNamedValue(declaration, service);
  for (const declaration of service.of('policyFragments')) {
    const [name] = declaration.names;
    const document = documentOf(declaration);
    if (!document) {
      service.report.addLeftOut(declaration.resource.address, TEXT_UNKNOWN, true);
      continue;
    }
    writeKept(
      {
        declaration,
        type: 'azurerm_api_management_policy_fragment',
        parts: [name],
        entries: [
          ['apiManagementId', `${service.identifier}.apiManagementId`],
          ['name', string(name)],
          ...entriesOf(declaration, ['description'], [name], service),
          ['format', string('rawxml')],
          ['value', documentCode(document, ['fragment', name], service).code],
        ],
        path: `/policyFragments/${name}`,
      },
      service,
    );
  }
  const scheme = ['display_name', 'description', 'versioning_scheme', 'version_header_name', 'version_query_name'];
  for (const declaration of service.of('apiVersionSets')) {
    const [name] = declaration.names;
    const entries: Entries = [
      ...ofService(service),
      ['name', string(name)],
      ...entriesOf(declaration, scheme, [name], service),
    ];
    const type = 'azurerm_api_management_api_version_set';
    writeKept({ declaration, type, parts: [name], entries, path: `/apiVersionSets/${name}` }, service);
  }
}

function writeNamedValue(declaration: Declaration, service: AdoptedService): void {
  const [name] = declaration.names;
  const secret = argumentOf(declaration, 'secret');
  const isSecret = secret === true || secret === 'true';
  const vault = argumentOf(declaration, 'value_from_key_vault');
  const value = argumentOf(declaration, 'value');
  const valueCode = (): Code =>
    isSecret || value === undefined
      ? service.variable([name], `The value of the named value ${name}`, isSecret)
      : codeOf(value, [name], 'camel', service);
  const entries: Entries = [
    ...ofService(service),
    ['name', string(name)],
    ['displayName', string(textOf(argumentOf(declaration, 'display_name')) ?? name)],
    ...entriesOf(declaration, ['secret', 'tags'], [name], service),
    ['value', vault === undefined ? valueCode() : undefined],
    ['valueFromKeyVault', vault === undefined ? undefined : codeOf(vaultOf(vault), [name, 'vault'], 'camel', service)],
  ];
  const type = 'azurerm_api_management_named_value';
  writeKept({ declaration, type, parts: [name], entries, path: `/namedValues/${name}` }, service);
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The Azure API has other names. */
function vaultOf(value: Value): Value {
  const vault = isList(value) ? value[0] : value;
  if (!isObject<ValueObject>(vault)) return vault;
  const names: Readonly<Record<string, string>> = { secret_identifier: 'secret_id' };
  return Object.fromEntries(Object.entries(vault).map(([name, item]) => [names[name] ?? name, item]));
}

/** Writes the products and the policies of broader scopes, after the APIs. */
export function writeScopes(service: AdoptedService): void {
  const products = new Map<string, string>();
  const settings = ['subscription_required', 'approval_required', 'subscriptions_limit', 'terms'];
  for (const declaration of service.of('products')) {
    const [name] = declaration.names;
    const published = declaration.isAzapi
      ? argumentOf(declaration, 'state') === 'published'
      : argumentOf(declaration, 'published') !== false;
    const entries: Entries = [
      ...ofService(service),
      ['productId', string(name)],
      ['displayName', string(textOf(argumentOf(declaration, 'display_name')) ?? name)],
      ['published', String(published)],
      ...entriesOf(declaration, ['description', ...settings], [name], service),
    ];
    const type = 'azurerm_api_management_product';
    const identifier = writeKept(
      { declaration, type, parts: [name, 'product'], entries, path: `/products/${name}` },
      service,
    );
    products.set(name.toLowerCase(), identifier);
  }
  const productCode = (name: string): Code => {
    const identifier = products.get(name.toLowerCase());
    return identifier === undefined ? string(name) : `${identifier}.productId`;
  };
  for (const declaration of service.of('products/apis')) {
    const [product, api] = declaration.names;
    const apiCode = service.apis.get(api.toLowerCase()) ?? string(api);
    const entries: Entries = [...ofService(service), ['productId', productCode(product)], ['apiName', apiCode]];
    const type = 'azurerm_api_management_product_api';
    const path = `/products/${product}/apis/${api}`;
    writeKept({ declaration, type, parts: [product, api], entries, path }, service);
  }
  for (const declaration of service.of('products/policies')) {
    const [product] = declaration.names;
    const document = documentOf(declaration);
    if (!document) {
      service.report.addLeftOut(declaration.resource.address, TEXT_UNKNOWN, true);
      continue;
    }
    const entries: Entries = [
      ...ofService(service),
      ['productId', productCode(product)],
      ['xmlContent', documentCode(document, ['product', product], service).code],
    ];
    const type = 'azurerm_api_management_product_policy';
    writeKept({ declaration, type, parts: [product, 'policy'], entries, path: `/products/${product}` }, service);
  }
  for (const declaration of service.of('policies')) {
    const document = documentOf(declaration);
    if (!document) {
      service.report.addLeftOut(declaration.resource.address, TEXT_UNKNOWN, true);
      continue;
    }
    const entries: Entries = [
      ['apiManagementId', `${service.identifier}.apiManagementId`],
      ['xmlContent', documentCode(document, ['all-apis'], service).code],
    ];
    writeKept({ declaration, type: 'azurerm_api_management_policy', parts: ['all-apis'], entries, path: '' }, service);
  }
}
