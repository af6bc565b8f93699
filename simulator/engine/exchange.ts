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
import type { Departure } from './departure';
import type { Failure } from './failure';
import type { GatewayServices } from './gateway-services';
import type { GatewayRequest } from './gateway-request';
import type { PolicyError } from './policy-error';
import type { Route } from './router';
import type { Target } from './target';
import { Work } from './work';
import { apiContext, subscriptionContext, backendContext } from './contexts';

/** Something that a policy without an effect on the response did. */
interface PolicyRecord {
  readonly policy: string;
  readonly at: number;
  readonly text: string;
}

/** Bytes of a record, without its text: that is the policy's, or was made. */
const RECORD = 100;

/** Why there is no response of a backend: what an expression sees then is assumed, unless nothing at all is there. */
type MissingResponse = 'nothing was forwarded' | 'nothing came back' | 'nothing is there';

/** What an exchange is about, found before its policies run. */
interface ExchangeOrigin {
  /** Undefined if no API has the path. */
  readonly route: Route | undefined;
  readonly product: DeployedProduct | undefined;
  readonly originalUrl: string;
  readonly region: string | undefined;
  readonly id: number;
  /** Of the client. */
  readonly departure: Departure | undefined;
}

/** One client request on its way through the policies, with all its attempts: what they see as `context`. */
export class Exchange implements ExpressionContext {
  private current: ResponseMessage | undefined;
  /** Why there is no response, where there is none. */
  private missing: MissingResponse = 'nothing was forwarded';
  readonly variables = new Map<string, Value>();
  readonly user = null;
  private currentTarget: Target | undefined;
  /** The member that the last attempt went to, where requests go to a pool. */
  member: string | undefined;
  failure: Failure | undefined;
  /** What the failure leaves in `context.LastError`. */
  private error: LastErrorContext | undefined;
  /** What an earlier failure left there, that a retry passed over. */
  private passedError: LastErrorContext | undefined;
  private isRetryDeciding = false;
  section: Section = 'inbound';
  /** Whether a policy will read a response's body. */
  readsResponseBody = false;
  /** Whether the request's body went out without being buffered, and is gone. */
  isBodySpent = false;
  readonly attempts: Attempt[] = [];
  readonly records: PolicyRecord[] = [];
  readonly errors: PolicyError[] = [];
  readonly arrival: number;
  readonly work: Work;
  addedHeaders: Headers | undefined;

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

  /** Undefined if no API has the path. */
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

  /** Whether the API has a URL of its own that is known only after deployment. */
  get isServiceUrlUnknown(): boolean {
    return this.route.api.serviceUrl === 'unknown';
  }

  get matchedParameters(): ReadonlyMap<string, string> {
    return this.route.matchedParameters;
  }

  /** Exchanges are numbered, from 1. */
  get id(): number {
    return this.origin.id;
  }

  get departure(): Departure | undefined {
    return this.origin.departure;
  }

  /** Whether nobody waits for the response any more. */
  get isAbandoned(): boolean {
    return this.origin.departure?.hasHappened === true;
  }

  /** The number, in the form of a GUID. */
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

  /** Where requests go: chosen by a policy, else the API's own URL. */
  get target(): Target | undefined {
    return this.currentTarget;
  }

  /** `context.Request.Url` follows at once, unless a pool has yet to choose. */
  set target(target: Target | undefined) {
    this.currentTarget = target;
    this.member = undefined;
    if (target?.kind === 'url') this.request.base = target.url;
    else if (target?.kind === 'backend') this.request.base = urlOfBackend(target.backend);
  }

  get backend(): BackendContext | null {
    return backendContext(this.target);
  }

  /** As expressions see it: what stands there without a backend's response is assumed. */
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

  /** What was there before a forward is no response of it. */
  dropResponse(because: MissingResponse): void {
    this.replaceResponse(undefined);
    this.missing = because;
  }

  /** What is left of a response that nobody wants any more must not keep its connection busy. */
  private replaceResponse(response: ResponseMessage | undefined): void {
    const content = this.current?.body.content;
    if (content instanceof Readable && content !== response?.body.content) content.destroy();
    this.current = response;
  }

  /** What a policy of this section changes: the request on its way in, the response on its way out. */
  get message(): GatewayRequest | ResponseMessage {
    return this.section === 'inbound' || this.section === 'backend' ? this.request : this.answer();
  }

  /** Headers that every response of the exchange gets in the end, whichever it is. */
  get responseHeaders(): Headers {
    this.addedHeaders ??= new Headers();
    return this.addedHeaders;
  }

  /** The response, an empty one if there is none yet. */
  answer(): ResponseMessage {
    const standing = this.missing === 'nothing was forwarded' ? undefined : this.response;
    return standing ?? (this.current ??= new ResponseMessage(200, 'OK'));
  }

  /** As expressions see it: what a retry sees of a failure, and leaves of it, is assumed. */
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

  /** Says where the failure comes from; what was said first stays. */
  explainFailure(error: LastErrorContext): void {
    this.error ??= error;
  }

  reportError(given: Omit<PolicyError, 'at'>): void {
    const error = { at: this.services.clock.now, ...given };
    this.errors.push(error);
    this.services.watch?.({ kind: 'policy failed', id: this.id, error });
  }

  /** Whether the failure has been explained, if there is one. */
  get isExplained(): boolean {
    return this.error !== undefined;
  }

  /** Reads what decides how a retry goes on. */
  whileRetryDecides<T>(read: () => T): T {
    this.isRetryDeciding = true;
    try {
      return read();
    } finally {
      this.isRetryDeciding = false;
    }
  }

  /** Goes on after a failure. */
  recover(): void {
    this.passedError = this.error ?? this.passedError;
    this.failure = undefined;
    this.error = undefined;
  }
}
