import { JsonObject, Unresolved, Value } from '../value';
import type { Evaluator } from './evaluator';
import type { Locals } from './locals';
import { propertyOf } from './select';
import { textOf } from './symbols';
import { resourceIdIn, Target, targetId } from './target';

/** The template that a resource belongs to. */
export interface Owner {
  readonly evaluator: Evaluator;
  readonly target: Target;
  /** Returns the template that a deployment deploys. */
  nest(deployment: Deployable): Nested | undefined;
}

/** A template that a resource deploys. */
export interface Nested {
  readonly resources: readonly Deployable[];
  output(name: string): Value;
}

/** Why it is not known whether a resource is deployed, or how often. */
export interface Doubt {
  readonly by: 'condition' | 'copy';
  readonly why: Unresolved;
}

interface DeployableInput {
  readonly json: JsonObject;
  /** The type, including the types of its parents. */
  readonly type: string;
  /** The names of its parents, and its own. */
  readonly names: readonly string[] | Unresolved;
  readonly locals: Locals;
  /** In a template with symbolic names, its own. */
  readonly symbolicName?: string;
  readonly doubt?: Doubt;
}

/** A resource of a template: one for each iteration of a copy. */
export class Deployable {
  readonly json: JsonObject;
  readonly type: string;
  readonly names: readonly string[] | Unresolved;
  readonly symbolicName?: string;
  readonly doubt?: Doubt;
  private readonly locals: Locals;
  private nestedOnce?: { readonly template: Nested | undefined };

  constructor(
    private readonly owner: Owner,
    input: DeployableInput,
  ) {
    ({ json: this.json, type: this.type, names: this.names, locals: this.locals } = input);
    ({ symbolicName: this.symbolicName, doubt: this.doubt } = input);
  }

  get isExisting(): boolean {
    return propertyOf(this.json, 'existing') === true;
  }

  /** The template that it deploys, if it is a deployment. */
  get nested(): Nested | undefined {
    if (this.type.toLowerCase() !== DEPLOYMENT || this.isExisting) return undefined;
    return (this.nestedOnce ??= { template: this.owner.nest(this) }).template;
  }

  /** Evaluates a property of the resource, such as `location`, or a property of its `properties`. */
  value(...path: readonly string[]): Value | undefined {
    let json: JsonObject[string] | undefined = this.json;
    for (const name of path) {
      if (typeof json === 'string') break;
      json = typeof json === 'object' && json !== null ? propertyOf(json as JsonObject, name) : undefined;
    }
    return json === undefined ? undefined : this.owner.evaluator.value(json, this.locals);
  }

  evaluate(json: JsonObject[string]): Value {
    return this.owner.evaluator.value(json, this.locals);
  }

  /** The id of the resource; undefined if its names are not known. */
  get id(): string | undefined {
    return this.names instanceof Unresolved ? undefined : resourceIdIn(this.scope, this.type, this.names);
  }

  get parentId(): string | undefined {
    if (this.names instanceof Unresolved) return undefined;
    const parent = this.type.split('/').slice(0, -1);
    return parent.length < 2 ? this.scope : resourceIdIn(this.scope, parent.join('/'), this.names.slice(0, -1));
  }

  /** Where the resource is deployed, or where it deploys its template. */
  get target(): Target {
    const { target } = this.owner;
    const [subscription, resourceGroup] = ['subscriptionId', 'resourceGroup'].map((name) => {
      const value = this.value(name);
      return value === undefined ? undefined : textOf(value);
    });
    if (resourceGroup !== undefined) return { subscription: subscription ?? target.subscription, resourceGroup };
    return subscription === undefined ? target : { subscription };
  }

  /** The id of what the resource is deployed to, or extends. */
  private get scope(): string {
    const scope = this.value('scope');
    return typeof scope === 'string' ? scope : targetId(this.target);
  }
}

const DEPLOYMENT = 'microsoft.resources/deployments';
