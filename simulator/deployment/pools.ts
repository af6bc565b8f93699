import type { BackendModel, MemberModel, ServiceModel } from '../../lib/failover';
import { shownText } from '../../lib/messages';
import type { Attributes } from './attributes';
import { declaredResponse } from './backends';
import { Declaration, placed } from './declaration';
import type { DeployedPool } from './deployment';
import { readArmId } from './resource/arm-id';
import { serviceName } from './workspaces';

const MOST_MEMBERS = 100;
const LONGEST_ID = 300;

/** Finds a member; a member that is not declared is deployed elsewhere. */
type FindBackend = (service: string | undefined, name: string) => BackendModel;

export function readPool(
  { resource, properties, names }: Declaration,
  service: ServiceModel,
  find: FindBackend,
): DeployedPool {
  const pool = properties
    .allow('type', 'title', 'description', 'url', 'protocol', 'resourceId', 'pool')
    .block('pool')
    ?.allow('services', 'sessionAffinity', 'failureResponse');
  const given = pool?.blocks('services') ?? [];
  if (given.length > MOST_MEMBERS) {
    pool?.say('services', `has ${given.length}; API Management allows 30 backends, and the simulator ${MOST_MEMBERS}`);
  }
  const items = given.slice(0, MOST_MEMBERS);
  const isOrdered = items.some((item) => item.value('priority') !== undefined);
  const members = items.flatMap((item) => readMember(item, isOrdered, service, find) ?? []);
  const isCarbonAware = items.some((item) => item.value('preferredCarbonEmission') !== undefined);
  const session = pool?.block('sessionAffinity')?.allow('sessionId').block('sessionId')?.allow('source', 'name');
  const cookieName = session?.optionalText('name');
  const failureResponse = declaredResponse(pool?.block('failureResponse'));
  return {
    model: {
      ...{ address: resource.address, name: names[0], service, members },
      ...(failureResponse && { exhaustedStatusCode: failureResponse.statusCode }),
    },
    ...(cookieName !== undefined && { sessionAffinity: { cookieName } }),
    ...(failureResponse && { failureResponse }),
    ...(isCarbonAware && { isCarbonAware }),
  };
}

function readMember(
  item: Attributes,
  isOrdered: boolean,
  service: ServiceModel,
  find: FindBackend,
): MemberModel | undefined {
  item.allow('id', 'priority', 'weight', 'preferredCarbonEmission');
  const backend = memberBackend(item, service, find);
  const priority = item.knownNumber('priority');
  // Samples deploy an empty text, which cannot be a number.
  const weight = item.value('weight') === '' ? undefined : item.knownNumber('weight');
  if (isOrdered && item.value('priority') === undefined) {
    item.say('priority', 'is missing, but other members have one; Azure does not document the order in this case');
  }
  // Without any priorities, all members share one.
  return backend && { backend, priority: priority ?? 1, ...(weight !== undefined && { weight }) };
}

function memberBackend(item: Attributes, service: ServiceModel, find: FindBackend): BackendModel | undefined {
  const value = item.value('id');
  if (typeof value !== 'string') {
    item.text('id');
    return undefined;
  }
  const id = readArmId(value);
  // A short id is relative to the service, also within a workspace.
  const { kind, service: place, names } = placed(id?.service ?? serviceName(service), id?.path ?? []);
  if (!id || kind !== 'backends') {
    item.say('id', `is ${shownText(value, LONGEST_ID)}; the id of a backend is needed`);
    return undefined;
  }
  const isShort = id.service === undefined && id.path.length === 2;
  return find(isShort ? undefined : place, names[0]);
}
