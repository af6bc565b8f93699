import { type AdoptedService } from './adopted-service';
import { apiSettings, type ApiSettings } from './api-policy';
import { isAllowed } from './allowed';
import { REWRITE_URI } from './rewrite-uri';
import { writeFailoverApi } from './failover-api';
import { keepApi } from './kept-api';
import { operationSettings, type OperationSettings } from './operation-policy';
import { type ApiInput, apiFault, type OperationInput, readApi } from './read-api';
import { elementsOf, type PolicyNode } from '../../lib/policy';
import { TEXT_UNKNOWN } from './documents';
import { missingNames } from './named-backends';

/** Writes the APIs of a service, after its pools. */
export function writeApis(service: AdoptedService): void {
  const deployed = new Map(service.input.service.apis.map((api) => [api.address, api]));
  for (const declaration of service.of('apis')) {
    const api = deployed.get(declaration.resource.address);
    if (api) writeApi(readApi(api, declaration, service), service);
    else service.report.addLeftOut(declaration.resource.address, 'another API has the same name and revision', true);
  }
}

function writeApi(api: ApiInput, service: AdoptedService): void {
  const fault = apiFault(api);
  const operations = new Map(api.operations.map((operation) => [operation, settingsOf(operation, service)]));
  const settings = fault === undefined ? settingsOfApi(api, operations, service) : undefined;
  if (settings) return writeFailoverApi(api, settings, operations, service);
  service.report.addKept(
    api.declaration.resource.address,
    `declared without a construct, because ${fault ?? 'its policies select no pool by its name'}`,
  );
  keepApi(api, service);
  for (const { resource } of api.unknownPolicies) service.report.addLeftOut(resource.address, TEXT_UNKNOWN, true);
}

function settingsOf({ policy }: OperationInput, service: AdoptedService): OperationSettings | undefined {
  if (!policy) return undefined;
  const settings = operationSettings(policy.document, (template) => isAllowed(template, REWRITE_URI));
  return missingNames(settings.extra, service).length === 0 ? settings : { extra: {}, isSame: false };
}

function settingsOfApi(
  { policy, operations: all }: ApiInput,
  operations: ReadonlyMap<OperationInput, OperationSettings | undefined>,
  service: AdoptedService,
): ApiSettings | undefined {
  const pools = new Set(service.pools.keys());
  const isChosen = [...operations.values()].some((each) => each?.isSame && choosesBackend(each.extra.inbound));
  const own = policy && apiSettings(policy.document, pools, isChosen);
  if (own) {
    if (missingNames(own.extra, service).length === 0) return own;
    return {
      ...own,
      extra: {},
      differences: [...own.differences, 'it names a backend that no construct can refer to'],
    };
  }
  const documents = all.flatMap((operation) => operation.policy?.document ?? []);
  const [ofOperation] = documents.flatMap((document) => apiSettings(document, pools, false) ?? []);
  if (!ofOperation) return undefined;
  const { pool } = ofOperation;
  return {
    pool,
    regionalPools: [],
    isForwardedOnce: false,
    extra: {},
    differences: ['the policies of its operations select the pool'],
  };
}

function choosesBackend(nodes: readonly PolicyNode[] = []): boolean {
  return elementsOf(nodes).some(({ name }) => name === 'set-backend-service');
}
