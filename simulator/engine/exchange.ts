import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { GatewayUnit } from '../../lib/failover';
import type { Section } from '../../lib/policy';
import type { DeployedProduct } from '../deployment/deployment';
import { CSharpException } from '../expressions';
import type {
  ApiContext,
  BackendContext,
  DeploymentContext,
  ExpressionContext,
  LastErrorContext,
  OperationContext,
  ProductContext,
  SubscriptionContext,
} from '../expressions/context';
import type { Value } from '../expressions/value';
import { Headers, ResponseMessage } from '../common/message';
import type { Attempt } from './attempt';
import { urlOfBackend } from './backend-url';
import { Callbacks } from './callbacks';
import type { Departure } from './departure';
import type { Failure } from './failure';
import type { GatewayServices } from './gateway-services';
import type { GatewayRequest } from './gateway-request';
import type { PolicyError } from './policy-error';
import type { Route } from './router';
import type { Target } from './target';
import { Work } from './work';
import { apiContext, subscriptionContext, backendContext } from './contexts';

/** A record of a policy that does not affect the response. */
interface PolicyRecord {
  readonly policy: string;
  readonly at: number;
  readonly text: string;
}

/** The bytes of a record without its text, which belongs to the policy or is counted elsewhere. */
const RECORD = 100;

/** The reason for a missing backend response. What expressions see in this case is an assumption. */
type MissingResponse = 'nothing was forwarded' | 'nothing came back' | 'nothing is there';

/** The data of an exchange that is known before its policies run. */
interface ExchangeOrigin {
  /** Undefined if no API matches the path. */
  readonly route: Route | undefined;
  readonly product: DeployedProduct | undefined;
  readonly originalUrl: string;
  readonly region: string | undefined;
  readonly id: number;
  /** The request of the client. */
  readonly departure: Departure | undefined;
}

/** A client request as it passes through the policies, with all its attempts. Expressions see it as `context`. */
export class Exchange implements ExpressionContext {
  private current: ResponseMessage | undefined;
  /** The reason for a missing response. */
  private missing: MissingResponse = 'nothing was forwarded';
  readonly variables = new Map<string, Value>();
  readonly user = null;
  private currentTarget: Target | undefined;
  /** The pool member of the last attempt, if requests go to a pool. */
  member: string | undefined;
  failure: Failure | undefined;
  /** The error of the failure, for `context.LastError`. */
  private error: LastErrorContext | undefined;
  /** The error of an earlier failure after which a retry continued. */
  private passedError: LastErrorContext | undefined;
  private isRetryDeciding = false;
  section: Section = 'inbound';
  /** Whether a policy reads the body of a response. */
  readsResponseBody = false;
  /** Whether the request body was sent without buffering and is no longer available. */
  isBodySpent = false;
  readonly attempts: Attempt[] = [];
  readonly records: PolicyRecord[] = [];
  readonly errors: PolicyError[] = [];
  readonly arrival: number;
  readonly work: Work;
  addedHeaders: Headers | undefined;
  readonly afterBackend = new Callbacks();
  readonly atEnd = new Callbacks();

  constructor(
    readonly services: GatewayServices,
    readonly unit: GatewayUnit,
    readonly request: GatewayRequest,
    private readonly origin: ExchangeOrigin,
  ) {
    this.arrival = services.clock.now;
    this.work = Work.ofRequest(services.work);
  }

  get api(): ApiContext {
    return apiContext(this.route.api);
  }

  /** Undefined if no API matches the path. */
  get apiName(): string | undefined {
    return this.origin.route?.api.name;
  }

  get operation(): OperationContext {
    const { operation } = this.route;
    if (!operation) throw new CSharpException('NullReferenceException', 'There is no operation for the request.');
    return { ...operation, name: operation.displayName };
  }

  get product(): ProductContext | null {
    const { product } = this.origin;
    return product ? { id: product.id, name: product.displayName } : null;
  }

  get subscription(): SubscriptionContext | null {
    return subscriptionContext(this.route.api, this.request.headers);
  }

  /** Whether the API has a service URL that is known only after deployment. */
  get isServiceUrlUnknown(): boolean {
    return this.route.api.serviceUrl === 'unknown';
  }

  get matchedParameters(): ReadonlyMap<string, string> {
    return this.route.matchedParameters;
  }

  /** The number of the exchange, starting at 1. */
  get id(): number {
    return this.origin.id;
  }

  get departure(): Departure | undefined {
    return this.origin.departure;
  }

  /** Whether the client no longer waits for the response. */
  get isAbandoned(): boolean {
    return this.origin.departure?.hasHappened === true;
  }

  /** The number of the exchange as a GUID. */
  get requestId(): string {
    return `00000000-0000-4000-8000-${this.id.toString(16).padStart(12, '0')}`;
  }

  private get route(): Route {
    const { route } = this.origin;
    if (!route) throw new Error('policies run for an API only');
    return route;
  }

  get originalUrl(): URL {
    return new URL(this.origin.originalUrl);
  }

  get deployment(): DeploymentContext {
    return this.services.deploymentIn(this.origin.region);
  }

  get timestamp(): number {
    return this.services.clock.start + this.arrival;
  }

  get elapsed(): number {
    return this.services.clock.now - this.arrival;
  }

  get culture(): ExpressionContext['culture'] {
    return this.services.assumptions.culture;
  }

  get equalStrings(): ExpressionContext['equalStrings'] {
    return this.services.assumptions.equalStrings;
  }

  now(): number {
    return this.services.clock.start + this.services.clock.now;
  }

  random(): number {
    return this.services.random();
  }

  trace(message: string): void {
    this.record('trace', message);
  }

  record(policy: string, text: string): void {
    this.work.hold(RECORD);
    this.records.push({ policy, at: this.services.clock.now, text });
  }

  /** The target of requests: set by a policy, otherwise the service URL of the API. */
  get target(): Target | undefined {
    return this.currentTarget;
  }

  /** Updates `context.Request.Url`, unless a pool member is not selected yet. */
  set target(target: Target | undefined) {
    this.currentTarget = target;
    this.member = undefined;
    if (target?.kind === 'url') this.request.base = target.url;
    else if (target?.kind === 'backend') this.request.base = urlOfBackend(target.backend);
  }

  get backend(): BackendContext | null {
    return backendContext(this.target);
  }

  /** `context.Response` of expressions. Its value without a backend response is an assumption. */
  get response(): ResponseMessage | null {
    if (this.current) return this.current;
    const { assumptions } = this.services;
    if (this.missing === 'nothing was forwarded') {
      return assumptions.responseBeforeForward === 'null' ? null : this.answer();
    }
    if (this.missing === 'nothing is there' || assumptions.failedForward === 'null') return null;
    const { noResponseStatus } = assumptions;
    return (this.current = new ResponseMessage(noResponseStatus, STATUS_CODES[noResponseStatus] ?? ''));
  }

  set response(response: ResponseMessage) {
    this.replaceResponse(response);
  }

  /** Discards the response from before a forward. */
  dropResponse(because: MissingResponse): void {
    this.replaceResponse(undefined);
    this.missing = because;
  }

  /** The rest of a discarded response must not block its connection. */
  private replaceResponse(response: ResponseMessage | undefined): void {
    const content = this.current?.body.content;
    if (content instanceof Readable && content !== response?.body.content) content.destroy();
    this.current = response;
  }

  /** The message that policies of the current section change: the request or the response. */
  get message(): GatewayRequest | ResponseMessage {
    return this.section === 'inbound' || this.section === 'backend' ? this.request : this.answer();
  }

  /** Headers that are added to the final response of the exchange. */
  get responseHeaders(): Headers {
    this.addedHeaders ??= new Headers();
    return this.addedHeaders;
  }

  /** Returns the response; creates an empty one if there is none. */
  answer(): ResponseMessage {
    const standing = this.missing === 'nothing was forwarded' ? undefined : this.response;
    return standing ?? (this.current ??= new ResponseMessage(200, 'OK'));
  }

  /** `context.LastError` of expressions. Its value within and after a retry is an assumption. */
  get lastError(): LastErrorContext | null {
    const { assumptions } = this.services;
    if (this.error) return this.isRetryDeciding && assumptions.lastErrorInRetry === 'null' ? null : this.error;
    if (!this.passedError) return null;
    return assumptions.lastErrorAfterRetry === 'kept' ? this.passedError : null;
  }

  fail(failure: Failure): 'failed' {
    this.failure = failure;
    this.error = undefined;
    return 'failed';
  }

  /** Records the source of the failure; the first one is kept. */
  explainFailure(error: LastErrorContext): void {
    this.error ??= error;
  }

  reportError(given: Omit<PolicyError, 'at'>): void {
    const error = { at: this.services.clock.now, ...given };
    this.errors.push(error);
    this.services.watch?.({ kind: 'policy failed', id: this.id, error });
  }

  /** Whether the source of the failure is recorded. */
  get isExplained(): boolean {
    return this.error !== undefined;
  }

  /** Evaluates the condition of a retry. */
  whileRetryDecides<T>(read: () => T): T {
    this.isRetryDeciding = true;
    try {
      return read();
    } finally {
      this.isRetryDeciding = false;
    }
  }

  /** Continues after a failure. */
  recover(): void {
    this.passedError = this.error ?? this.passedError;
    this.failure = undefined;
    this.error = undefined;
  }
}
