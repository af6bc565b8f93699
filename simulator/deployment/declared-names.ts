import type { DeclarationModel } from '../../lib/failover';
import { nameAndRevision, revisionOf } from './apis';
import { isPool } from './backends';
import type { Declaration } from './declaration';
import { readArmId } from './resource/arm-id';

/**
 * Returns the declared resources, excluding looked-up ones, with their names, by service; backends come before pools.
 */
export function declaredNames(declarations: readonly Declaration[]): DeclarationModel[] {
  const keyOf = ({ service, kind }: DeclarationModel): string => `${service} ${kind}`;
  return namesIn(declarations).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}

const NAMED: ReadonlySet<string> = new Set(['backends', 'namedValues', 'apis']);

function namesIn(declarations: readonly Declaration[]): DeclarationModel[] {
  return declarations.flatMap((declaration) => {
    const { kind, service, names, resource, isUpdate } = declaration;
    if (resource.mode === 'data' || isUpdate || resource.repeated || !NAMED.has(kind)) return [];
    const [name] = kind === 'apis' ? nameAndRevision(names[0]) : names;
    const { address } = resource;
    const key = service.toLowerCase();
    if (kind === 'namedValues') return { address, service: key, name, kind: 'named value' };
    if (kind === 'backends') return { address, service: key, name, kind: isPool(declaration) ? 'pool' : 'backend' };
    return { address, service: key, name, kind: 'API', revision: revisionOf(declaration), ...pathOf(declaration) };
  });
}

/** Returns the path of an API. */
function pathOf({ properties }: Declaration): Pick<DeclarationModel, 'path' | 'version' | 'versionSet'> {
  const path = properties.symbolicText('path') ?? '';
  const version = properties.symbolicText('apiVersion');
  const set = properties.value('apiVersionSetId') ?? '';
  return {
    path: path.replace(/^\/+/, '').replace(/\/+$/, ''),
    ...(version && { version }),
    ...(set !== '' && { versionSet: (typeof set === 'string' && readArmId(set)?.path.at(-1)) || 'unknown' }),
  };
}
