import type { AdoptedService } from './adopted-service';
import { argumentOf } from './arguments';
import { array, type Code, string } from './code';
import { documentCode } from './documents';
import { entriesOf, ofService, writeKept } from './kept';
import type { ApiInput, PolicyInput } from './read-api';
import { textCode } from './values';

const SETTINGS = [
  ...['path', 'revision_description', 'version', 'version_description', 'version_set_id', 'description', 'service_url'],
  ...['subscription_required', 'subscription_key_parameter_names', 'api_type', 'terms_of_service_url'],
  ...['source_api_id', 'contact', 'license', 'oauth2_authorization', 'openid_authentication', 'import'],
];

/** Writes an API with the resources of azurerm. */
export function keepApi(api: ApiInput, service: AdoptedService): void {
  const { deployed, declaration, policy, operations, otherPolicies } = api;
  const { name, revision } = deployed;
  const full = deployed.isCurrent ? name : `${name};rev=${revision}`;
  const parts = deployed.isCurrent ? [name] : [name, `rev-${revision}`];
  const displayName = argumentOf(declaration, 'display_name');
  const identifier = writeKept(
    {
      declaration,
      type: 'azurerm_api_management_api',
      parts: [...parts, 'api'],
      entries: [
        ...ofService(service),
        ['name', string(name)],
        ['revision', string(revision)],
        ['displayName', textCode(displayName, [...parts, 'display-name'], service)],
        ['protocols', array(deployed.protocols.map((protocol) => string(protocol)))],
        ...entriesOf(declaration, SETTINGS, parts, service),
      ],
      path: `/apis/${name};rev=${revision}`,
    },
    service,
  );
  const apiName: Code = deployed.isCurrent ? `${identifier}.name` : string(full);
  service.apis.set(full.toLowerCase(), apiName);
  const ofApi = [...ofService(service), ['apiName', apiName] as const];
  const keepPolicy = (own: PolicyInput, operation: string | undefined, type: string, path: string): void => {
    const words = operation === undefined ? parts : [...parts, operation];
    const { code } = documentCode(own, words, service);
    const ofOperation = operation === undefined ? [] : [['operationId', string(operation)] as const];
    const entries = [...ofApi, ...ofOperation, ['xmlContent', code] as const];
    writeKept({ declaration: own.declaration, type, parts: [...words, 'policy'], entries, path }, service);
  };
  if (policy) keepPolicy(policy, undefined, 'azurerm_api_management_api_policy', `/apis/${full}`);
  const ofOperation = 'azurerm_api_management_api_operation_policy';
  for (const operation of operations) {
    const { id, method, urlTemplate } = operation.deployed;
    const words = [...parts, id];
    const operationName = argumentOf(operation.declaration, 'display_name');
    const path = `/apis/${full}/operations/${id}`;
    const contract = operation.declaration.isAzapi ? [] : ['request', 'response'];
    writeKept(
      {
        declaration: operation.declaration,
        type: 'azurerm_api_management_api_operation',
        parts: words,
        entries: [
          ...ofApi,
          ['operationId', string(id)],
          ['displayName', textCode(operationName, [...words, 'display-name'], service) ?? string(id)],
          ['method', string(method)],
          ['urlTemplate', string(urlTemplate)],
          ...entriesOf(operation.declaration, ['description', 'template_parameter', ...contract], words, service),
        ],
        path,
      },
      service,
    );
    if (operation.policy) keepPolicy(operation.policy, id, ofOperation, path);
  }
  for (const [id, own] of otherPolicies) keepPolicy(own, id, ofOperation, `/apis/${full}/operations/${id}`);
}
