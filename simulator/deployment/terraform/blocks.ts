import { isObject, Json, JsonObject } from '../value';

/** A block of Terraform JSON with its labels, for example `resource`, `TYPE`, `NAME`. */
interface LabelledBlock {
  readonly labels: readonly string[];
  readonly body: JsonObject;
}

/** Returns the blocks under a name. Each level is an object or a list of objects. */
export function labelledBlocks(json: Json | undefined, labels: number): LabelledBlock[] {
  const blocks: LabelledBlock[] = [];
  const collect = (below: Json | undefined, names: readonly string[]): void => {
    for (const body of objectsIn(below)) {
      if (names.length === labels) blocks.push({ labels: names, body });
      else for (const name of Object.keys(body)) if (name !== '//') collect(body[name], [...names, name]);
    }
  };
  collect(json, []);
  return blocks;
}

export function objectsIn(json: Json | undefined): JsonObject[] {
  if (Array.isArray(json)) return (json as readonly Json[]).filter((item): item is JsonObject => isObject(item));
  return isObject<JsonObject>(json) ? [json] : [];
}
