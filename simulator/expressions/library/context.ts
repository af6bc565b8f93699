import { ResponseMessage } from '../../common/message';
import { budget } from '../budget';
import type * as c from '../context';
import { fromMilliseconds } from '../format-date';
import { STRING } from '../types';
import { SequenceValue } from '../collection';
import { GuidValue, TimeSpanValue, UriValue } from '../value';
import { certificates, unknown } from './certificates';
import { declare, declareEnum, type Written } from './declare';

declare('IContext', {
  'IApi Api': (context: c.ExpressionContext) => context.api,
  'IBackend Backend': (context: c.ExpressionContext) => context.backend,
  'IDeployment Deployment': (context: c.ExpressionContext) => context.deployment,
  'TimeSpan Elapsed': (context: c.ExpressionContext) => new TimeSpanValue(BigInt(Math.round(context.elapsed * 10_000))),
  'ILastError LastError': (context: c.ExpressionContext) => context.lastError,
  'IOperation Operation': (context: c.ExpressionContext) => context.operation,
  'IProduct Product': (context: c.ExpressionContext) => context.product,
  'IRequest Request': (context: c.ExpressionContext) => context,
  'Guid RequestId': (context: c.ExpressionContext) => new GuidValue(context.requestId),
  'IResponse Response': (context: c.ExpressionContext) => context.response,
  'ISubscription Subscription': (context: c.ExpressionContext) => context.subscription,
  'DateTime Timestamp': (context: c.ExpressionContext) => fromMilliseconds(context.timestamp),
  'bool Tracing': () => false,
  'IUser User': (context: c.ExpressionContext) => context.user,
  'Variables Variables': (context: c.ExpressionContext) => context.variables,
  'void Trace(string)': (context: c.ExpressionContext, message: string | null) => context.trace(message ?? ''),
});

/** Spends the cost of a URL, which is created on each access. */
function made(url: URL | null): URL | null {
  budget.spend(32 + ((url?.href.length ?? 0) >> 3));
  return url;
}

/** Members of type string with the same names in the context. */
function texts<T>(...names: readonly Capitalize<keyof T & string>[]): Record<string, Written> {
  return Object.fromEntries(
    names.map((name) => {
      const own = (name.charAt(0).toLowerCase() + name.slice(1)) as keyof T;
      return [`string ${name}`, (owner: T) => owner[own]];
    }),
  );
}

declare('IApi', {
  ...texts<c.ApiContext>('Id', 'Name', 'Path', 'Revision', 'Version'),
  'IEnumerable<string> Protocols': (api: c.ApiContext) => new SequenceValue('sequence', STRING, [...api.protocols]),
  'IUrl ServiceUrl': (api: c.ApiContext) => made(api.serviceUrl),
  'bool IsCurrentRevision': (api: c.ApiContext) => api.isCurrentRevision,
  ...unknown('the names of subscription keys are', ['ISubscriptionKeyParameterNames SubscriptionKeyParameterNames']),
});

declare('IBackend', texts<c.BackendContext>('AzureRegion', 'Id', 'Type'));

declare('IGateway', {
  // Microsoft documents the same value for the instance of a managed gateway, which the simulated one is.
  'string Id | InstanceId': ({ gatewayId }: c.DeploymentContext) => gatewayId,
  'bool IsManaged': ({ gatewayId }: c.DeploymentContext) => gatewayId === 'managed',
});

declare('IDeployment', {
  'IReadOnlyDictionary<string, X509Certificate2> Certificates': certificates,
  'IGateway Gateway': (deployment: c.DeploymentContext) => deployment,
  ...texts<c.DeploymentContext>('GatewayId', 'Region', 'ServiceId', 'ServiceName'),
});

declare('IOperation', texts<c.OperationContext>('Id', 'Name', 'Method', 'UrlTemplate'));

declare('ISubscriptionKeyParameterNames', { ...unknown('they are', ['string Header', 'string Query']) });
declare('IGroup', { ...unknown('groups are', ['string Id', 'string Name']) });
declare('IUserIdentity', { ...unknown('identities are', ['string Id', 'string Provider']) });
declareEnum('ProductState', ['NotPublished', 'Published']);

declare('IProduct', {
  ...unknown('the settings of a product are', [
    'IEnumerable<IApi> Apis',
    'bool ApprovalRequired',
    'IEnumerable<IGroup> Groups',
    'ProductState State',
    'int? SubscriptionLimit',
    'bool SubscriptionRequired',
  ]),
  ...texts<c.ProductContext>('Id', 'Name'),
});

declare('ISubscription', {
  ...unknown('the dates and keys of a subscription are', [
    'DateTime CreatedDate',
    'DateTime? StartDate',
    'DateTime? EndDate',
    'string PrimaryKey',
    'string SecondaryKey',
  ]),
  ...texts<c.SubscriptionContext>('Id', 'Name', 'Key'),
});

declare('IUser', {
  ...unknown('the groups and identities of a user are', [
    'IEnumerable<IGroup> Groups',
    'IEnumerable<IUserIdentity> Identities',
    'string Note',
    'DateTime RegistrationDate',
  ]),
  ...texts<c.UserContext>('Id', 'Email', 'FirstName', 'LastName'),
});

declare('ILastError', texts<c.LastErrorContext>('Source', 'Reason', 'Message', 'Scope', 'Section', 'Path', 'PolicyId'));

// The context itself represents the request, so that its parts are read only on access.
declare('IRequest', {
  'IMessageBody Body': ({ request }: c.ExpressionContext) => request.body,
  'X509Certificate2 Certificate': () => null,
  'IPrivateEndpointConnection PrivateEndpointConnection': () => null,
  'Headers Headers': ({ request }: c.ExpressionContext) => request.headers,
  'string IpAddress': ({ request }: c.ExpressionContext) => request.ipAddress,
  'StringMap MatchedParameters': (context: c.ExpressionContext) => context.matchedParameters,
  'string Method': ({ request }: c.ExpressionContext) => request.method,
  'IUrl OriginalUrl': (context: c.ExpressionContext) => made(context.originalUrl),
  'IUrl Url': ({ request }: c.ExpressionContext) => made(request.url),
});
declare('IPrivateEndpointConnection', {
  ...unknown('private endpoints are', ['string Name', 'string GroupId', 'string MemberName']),
});

declare('IResponse', {
  'IMessageBody Body': (response: ResponseMessage) => response.body,
  'Headers Headers': (response: ResponseMessage) => response.headers,
  'int StatusCode': (response: ResponseMessage) => response.statusCode,
  'string StatusReason': (response: ResponseMessage) => response.statusReason,
});

declare('IUrl', {
  'string Host': (url: URL) => url.hostname,
  'string Path': (url: URL) => url.pathname,
  'int Port': (url: URL) => Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
  'Query Query': (url: URL) => url,
  'string QueryString': (url: URL) => url.search,
  'string Scheme': (url: URL) => url.protocol.slice(0, -1),
  'string ToString()': (url: URL) => url.href,
  // Microsoft does not document this method, which public policies use.
  'Uri ToUri()': (url: URL) => new UriValue(url.href, url),
});
