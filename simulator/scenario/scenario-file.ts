import type { GatewayAssumptions } from '../../lib/failover';

/** A scenario as written in a file; see scenario.schema.json. Durations are ISO 8601. */
export interface ScenarioFile {
  readonly description?: string;
  readonly apiManagement: string;
  readonly start?: string;
  readonly seed?: number;
  readonly backends?: Readonly<Record<string, readonly BehaviourFile[]>>;
  readonly hosts?: Readonly<Record<string, readonly BehaviourFile[]>>;
  readonly requests: readonly RequestFile[];
  readonly tokens?: 'accepted' | 'refused';
  readonly ignorePolicies?: readonly string[];
  readonly assumptions?: Partial<GatewayAssumptions>;
  readonly expect?: readonly ExpectationFile[];
}

export interface BehaviourFile {
  readonly from?: string;
  readonly status?: number | readonly number[];
  readonly latency?: string;
  readonly hang?: true;
  readonly refused?: true;
  readonly headers?: HeadersFile;
  readonly body?: unknown;
}

export interface RequestFile {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: HeadersFile;
  readonly body?: unknown;
  readonly region?: string;
  readonly product?: string;
  readonly times?: number;
  readonly every?: string;
}

export interface ExpectationFile {
  readonly request: number;
  readonly status?: number;
  readonly attempts?: number;
  readonly backend?: string;
  readonly headers?: HeadersFile;
  readonly body?: string;
  readonly duration?: { readonly least?: string; readonly most?: string };
}

export type HeadersFile = Readonly<Record<string, string | number>>;
