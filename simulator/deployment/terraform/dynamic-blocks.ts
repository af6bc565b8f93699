import { labelledBlocks, objectsIn } from './blocks';
import { Environment, Evaluator } from './evaluator';
import type { Budget } from './language/budget';
import { dynamicItems } from './repetition';
import { Scoped } from './scoped';
import { isObject, Json, JsonObject, own, Unresolved, Value } from '../value';

/** Evaluates the contents of blocks and expands their dynamic blocks. */
export class BlockEvaluator {
  private readonly evaluator: Evaluator;

  constructor(
    private readonly environment: Environment,
    private readonly budget: Budget,
  ) {
    this.evaluator = new Evaluator(environment, budget);
  }

  /** Returns an attribute, or the blocks of a type; undefined if there are none. */
  attribute(body: JsonObject, name: string): Value | undefined {
    const json = own(body, name);
    const dynamic = dynamicBlocks(body).filter(({ labels: [type] }) => type === name);
    if (dynamic.length === 0) return json === undefined ? undefined : this.evaluate(json);
    const blocks: Value[] = objectsIn(json).map((block) => this.evaluate(block));
    for (const { body: block } of dynamic) {
      const expanded = this.expand(block);
      if (expanded instanceof Unresolved) return expanded;
      blocks.push(...expanded);
    }
    return blocks;
  }

  evaluate(json: Json): Value {
    return holdsDynamic(json) ? this.blocks(json) : this.evaluator.evaluate(json);
  }

  private blocks(json: Json): Value {
    if (Array.isArray(json)) return (json as readonly Json[]).map((each) => this.evaluate(each));
    const body = json as JsonObject;
    const names = new Set([...Object.keys(body), ...dynamicBlocks(body).map(({ labels: [type] }) => type)]);
    names.delete('dynamic');
    return Object.fromEntries(
      [...names].flatMap((name) => {
        const value = this.attribute(body, name);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  }

  private expand(block: JsonObject): Value[] | Unresolved {
    const [type] = [own(block, 'iterator')];
    const items = dynamicItems(this.evaluator.evaluate(own(block, 'for_each') ?? null));
    if (items instanceof Unresolved) return items;
    const [content] = objectsIn(own(block, 'content'));
    const iterator = nameIn(type) ?? nameIn(own(block, TYPE)) ?? '';
    return items.map(([key, value]) => {
      const scope = new Scoped(this.environment, new Map([[iterator, { key, value }]]));
      return new BlockEvaluator(scope, this.budget).evaluate(content ?? {});
    });
  }
}

/** Under this name, a dynamic block keeps its type, which is the name of its iterator by default. */
const TYPE = '//type';

function dynamicBlocks(body: JsonObject): ReturnType<typeof labelledBlocks> {
  const dynamic = own(body, 'dynamic');
  if (dynamic === undefined) return [];
  return labelledBlocks(dynamic, 1).map(({ labels, body: block }) => ({
    labels,
    body: { ...block, [TYPE]: labels[0] ?? '' },
  }));
}

/** The iterator is a name, which HCL is converted to as `${name}`. */
function nameIn(json: Json | undefined): string | undefined {
  return typeof json === 'string' ? json.replace(/^\$\{\s*([^}\s]*)\s*\}$/, '$1') : undefined;
}

/** Lists are traversed in the same way as objects. */
function holdsDynamic(json: Json): boolean {
  if (typeof json !== 'object' || json === null) return false;
  const object = json as JsonObject;
  if (!Array.isArray(json) && isObject<JsonObject>(own(object, 'dynamic'))) return true;
  for (const name in object) if (holdsDynamic(object[name] ?? null)) return true;
  return false;
}
