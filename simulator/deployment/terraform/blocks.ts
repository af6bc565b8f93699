import { isObject, Json, JsonObject } from './value';

/** A block of Terraform's JSON with its labels, as in `resource`, `TYPE`, `NAME`. */
export interface LabelledBlock {
  readonly labels: readonly string[];
  readonly body: JsonObject;
}

/** The blocks below a name; at each level there may be an object, or a list of objects. */
export function labelledBlocks(json: Json | undefined, labels: number): LabelledBlock[] {
  return objectsIn(json).flatMap((body) => {
    if (labels === 0) return [{ labels: [], body }];
    return Object.entries(body)
      .filter(([name]) => name !== '//')
      .flatMap(([name, below]) =>
        labelledBlocks(below, labels - 1).map((block) => ({ ...block, labels: [name, ...block.labels] })),
      );
  });
}

export function objectsIn(json: Json | undefined): JsonObject[] {
  const items = Array.isArray(json) ? (json as readonly Json[]) : [json];
  return items.filter((item): item is JsonObject => isObject(item as JsonObject));
}
