import type { RequestMessage, ResponseMessage } from '../common/message';
import type { Value } from './value';

/**
 * The `context` of policy expressions.
 *
 * @see https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#ContextVariables
 */
export interface ExpressionContext {
  readonly api: ApiContext;
  readonly operation: OperationContext;
  readonly product: ProductContext | null;
  readonly subscription: SubscriptionContext | null;
  readonly user: UserContext | null;
  readonly deployment: DeploymentContext;
  readonly request: RequestMessage;
  /** The URL that the client called. */
  readonly originalUrl: URL;
  /** The parameters of the operation's URL template. */
  readonly matchedParameters: ReadonlyMap<string, string>;
  /** The current target of requests; null if it is a URL or not set. */
  readonly backend: BackendContext | null;
  /** Null if there is no response. The value without a backend response is an assumption. */
  readonly response: ResponseMessage | null;
  readonly variables: Map<string, Value>;
  readonly lastError: LastErrorContext | null;
  readonly requestId: string;
  /** The arrival time of the request, in milliseconds since 1970. */
  readonly timestamp: number;
  /** The time since the arrival, in milliseconds. */
  readonly elapsed: number;
  /** The culture of the gateway, which is an assumption. It is read only where a text depends on it. */
  readonly culture: 'invariant' | 'en-US';
  /** Whether equal strings that are compared by reference are the same object, which is an assumption. */
  readonly equalStrings: 'two objects' | 'one object';
  /** The current time, in milliseconds since 1970. */
  now(): number;
  /** Returns a number from 0 to below 1, based on the seed of the simulation. */
  random(): number;
  /** `context.Trace`. */
  trace(message: string): void;
}

export interface ApiContext {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly protocols: readonly string[];
  readonly serviceUrl: URL | null;
  readonly revision: string;
  readonly version: string | null;
  readonly isCurrentRevision: boolean;
}

export interface OperationContext {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly urlTemplate: string;
}

export interface ProductContext {
  readonly id: string;
  readonly name: string;
}

export interface SubscriptionContext {
  readonly id: string;
  readonly name: string;
  readonly key: string;
}

export interface UserContext {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

export interface BackendContext {
  readonly id: string;
  readonly type: 'Single' | 'Pool';
  readonly azureRegion: string | null;
}

export interface DeploymentContext {
  readonly serviceName: string;
  readonly serviceId: string;
  readonly region: string;
  readonly gatewayId: string;
}

/** @see https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies */
export interface LastErrorContext {
  readonly source: string;
  readonly reason: string;
  readonly message: string;
  readonly scope: string;
  readonly section: string;
  readonly path: string;
  readonly policyId: string;
}
