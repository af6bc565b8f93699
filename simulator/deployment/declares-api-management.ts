import { AZURERM } from './kinds';
import type { DeclaredResource } from './resource/resource';
import type { SourceFile } from './source-file';
import { azapiType } from './resource/arm-id';
import { labelledBlocks } from './terraform/blocks';
import { isObject, Json, JsonObject, own } from './value';

/** Returns whether a resource of API Management is declared, whether it is deployed or not, and affects requests or not. */
export function declaresApiManagement(resources: readonly DeclaredResource[], sources: readonly SourceFile[]): boolean {
  return (
    resources.some((each) => each.mode === 'managed' && isOfApiManagement(each.type, azapiType(each))) ||
    sources.some(({ role, json }) => (role === undefined || role === 'module') && hasBlock(JSON.parse(json) as Json))
  );
}

/** Returns whether a file has such a block, of which there can be no instance. */
function hasBlock(json: Json): boolean {
  const blocks = isObject<JsonObject>(json) ? labelledBlocks(own(json, 'resource'), 2) : [];
  return blocks.some(({ labels: [type], body }) => isOfApiManagement(type, own(body, 'type')));
}

function isOfApiManagement(type: string, azureType: Json | undefined): boolean {
  if (!type.startsWith('azapi_')) return type === AZURERM || type.startsWith(`${AZURERM}_`);
  return typeof azureType === 'string' && /^microsoft\.apimanagement\/service\b/i.test(azureType);
}
