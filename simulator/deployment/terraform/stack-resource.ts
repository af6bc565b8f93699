import type { SourceText } from '../source-text';
import { ConfigurationBlock, heredocOf, lineOf, ResourceBlock } from './configuration';
import { BlockEvaluator } from './dynamic-blocks';
import type { Environment, Step } from './evaluator';
import type { Budget } from './language/budget';
import { Memo } from './memo';
import { referTo } from './reference';
import type { Assumed, Mode, Place, Repeated, DeclaredResource } from '../resource/resource';
import { isTemplate } from './template';
import { Invalid, isObject, Json, JsonObject, own, Value, Whole } from '../value';

/** A declared resource, or one of its instances. Its attributes are evaluated lazily and cached. */
export class StackResource implements DeclaredResource {
  readonly source: string;
  readonly mode: Mode;
  readonly type: string;
  readonly whole: Whole;
  readonly repeated?: Repeated;
  readonly assumed?: readonly Assumed[];
  private readonly attributes = new Memo();
  private readonly references = new Memo();
  private evaluator?: BlockEvaluator;

  constructor(
    private readonly block: ResourceBlock,
    readonly address: string,
    private readonly environment: Environment,
    private readonly budget: Budget,
    { repeated, assumed }: Pick<DeclaredResource, 'repeated' | 'assumed'>,
  ) {
    this.repeated = repeated;
    this.assumed = assumed;
    this.source = block.file.name;
    this.mode = block.mode;
    this.type = block.type;
    this.whole = new Whole(address, (name, steps = []) => this.refer([name, ...steps]), true);
  }

  attribute(name: string): Value | undefined {
    const { body } = this.block;
    const json = own(body, name);
    if (!Object.hasOwn(body, 'dynamic') && (json === undefined || isPlain(json))) return json;
    return this.attributes.get(
      name,
      () => (this.evaluator ??= new BlockEvaluator(this.environment, this.budget)).attribute(body, name),
      this.address,
    );
  }

  get ignored(): readonly string[] {
    const lifecycle = own(this.block.body, 'lifecycle');
    const blocks = Array.isArray(lifecycle) ? (lifecycle as readonly Json[]) : [lifecycle];
    return blocks.flatMap((each) => {
      const ignored = isObject<JsonObject>(each) ? own(each, 'ignore_changes') : undefined;
      const names = Array.isArray(ignored) ? (ignored as readonly Json[]) : [ignored];
      // HCL has references in place of the names.
      return names.flatMap((name) => (typeof name === 'string' ? name.replace(/^\$\{(.*)\}$/, '$1') : []));
    });
  }

  /** Returns the value that the steps refer to. */
  refer(steps: readonly Step[]): Value {
    if (steps.length === 0) return this.whole;
    const json = steps.length === 1 ? own(this.block.body, String(steps[0])) : undefined;
    // Blocks can have further attributes, which are known only after deployment.
    if (json !== undefined && (typeof json !== 'object' || json === null) && isPlain(json)) return json;
    return this.references.get(
      JSON.stringify(steps),
      () => ifAssumed(referTo(this, steps), this),
      `reference ${this.address}`,
    );
  }

  lineOf(attribute?: string): number | undefined {
    return lineOf(this.block, attribute);
  }

  sourcesOf(text: string, attribute: string): readonly SourceText[] {
    const sources = [heredocOf(this.block, attribute), this.environment.files?.sourceOf(text)];
    return sources.filter((each) => each !== undefined);
  }
}

/** Returns a value of a resource or a module. If it is only assumed to exist, an error in the value may not occur. */
export function ifAssumed(value: Value, { assumed: [assumed] = [] }: Pick<DeclaredResource, 'assumed'> = {}): Value {
  return value instanceof Invalid && assumed ? new Invalid(value.reason, assumed.why) : value;
}

/** Returns the location of a block. */
export function placeOf(block: ConfigurationBlock, address: string): Place {
  return { source: block.file.name, address, lineOf: (attribute?: string) => lineOf(block, attribute) };
}

/** Returns whether the value contains no template, which is true of most values. */
function isPlain(json: Json): boolean {
  if (typeof json === 'string') return !isTemplate(json);
  if (typeof json !== 'object' || json === null) return true;
  // Lists are traversed in the same way as objects.
  const object = json as JsonObject;
  for (const name in object) if (isTemplate(name) || name === 'dynamic' || !isPlain(object[name] ?? null)) return false;
  return true;
}
