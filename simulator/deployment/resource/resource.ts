import type { SourceText } from '../source-text';
import type { Unresolved, Value } from '../value';

/** Where a resource or a module is declared. */
export interface Place {
  /** The file that contains it. */
  readonly source: string;
  readonly address: string;
  /** Returns the line of the declaration, or of an attribute such as `url`, if the lines of the file are known. */
  lineOf?(attribute?: string): number | undefined;
}

/** A resource, data source or ephemeral resource: in a stack's configuration, or in a plan or state. */
export interface DeclaredResource extends Place {
  readonly mode: Mode;
  readonly type: string;
  /** Why the number of instances is not known. The resource then stands for all of them. */
  readonly repeated?: Repeated;
  /** Why it, or a module that contains it, may not exist. It is assumed to exist. */
  readonly assumed?: readonly Assumed[];
  /** Whether an ARM template declares it. It then has the attributes of `azapi_resource`, and messages use ARM's names. */
  readonly isArm?: true;
  /** The attributes whose later changes Terraform ignores; `all` for all of them. */
  readonly ignored?: readonly string[];
  attribute(name: string): Value | undefined;
  /** Returns what the text of an attribute can be the content of, or rendered from. */
  sourcesOf?(text: string, attribute: string): readonly SourceText[];
}

export interface Repeated {
  readonly by: 'count' | 'for_each' | 'condition' | 'copy';
  readonly why: Unresolved;
  /** The resource, or the module that contains it. */
  readonly at: Place;
}

/** A `count` that is either 0 or 1. */
export interface Assumed {
  readonly why: Unresolved;
  /** The resource, or the module that contains it. */
  readonly at: Place;
}

export type Mode = 'managed' | 'data' | 'ephemeral';
