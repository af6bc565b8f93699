import type { TerraformResource } from './resource';
import type { JsonObject } from './value';

/** The resources in the output of `terraform show -json`. */
export function resourcesOfPlan(_source: string, _json: JsonObject): TerraformResource[] {
  return [];
}
