import { ResponseMessage } from '../../common/message';
import { budget } from '../budget';
import type * as c from '../context';
import { fromMilliseconds } from '../format-date';
import { STRING } from '../types';
import { SequenceValue } from '../collection';
import { GuidValue, TimeSpanValue, UriValue } from '../value';
import { unknown } from './certificates';
import { declare, declareEnum } from './declare';

declare('IContext', {
  'IApi Api': (context: c.ExpressionContext) => context.api,
  'IBackend Backend': (context: c.ExpressionContext) => context.backend,
  'IDeployment Deployment': (context: c.ExpressionContext) => context.deployment,
  'TimeSpan Elapsed': (context: c.ExpressionContext) => new TimeSpanValue(BigInt(Math.round(context.elapsed * 10_000))),
  'ILastError LastError': (context: c.ExpressionContext) => context.lastError,
  'IOperation Operation': (context: c.ExpressionContext) => context.operation,
  'IProduct Product': (context: c.ExpressionContext) => context.product,
  'IRequest Request': (context: c.ExpressionContext) => context,
  'Guid RequestId': (context: c.ExpressionContext) => guid(context.requestId),
  'IResponse Response': (context: c.ExpressionContext) => context.response,
  'ISubscription Subscription': (context: c.ExpressionContext) => context.subscription,
  'DateTime Timestamp': (context: c.ExpressionContext) => fromMilliseconds(context.timestamp),
  'bool Tracing': () => false,
  'IUser User': (context: c.ExpressionContext) => context.user,
  'Variables Variables': (context: c.ExpressionContext) => context.variables,
  'void Trace(string)': (context: c.ExpressionContext, message: string | null) => {
    context.trace(message ?? '');
    return null;
  },
});

/** Spends the cost of a URL, which is created on each access. */
function made(url: URL | null): URL | null {
  budget.spend(32 + ((url?.href.length ?? 0) >> 3));
  return url;
}

function guid(text: string): GuidValue {
  return new GuidValue(text);
}

declare('IApi', {
  'string Id': (api: c.ApiContext) => api.id,
  'string Name': (api: c.ApiContext) => api.name,
  'string Path': (api: c.ApiContext) => api.path,
  'IEnumerable<string> Protocols': (api: c.ApiContext) => new SequenceValue('sequence', STRING, [...api.protocols]),
  'IUrl ServiceUrl': (api: c.ApiContext) => made(api.serviceUrl),
  'string Revision': (api: c.ApiContext) => api.revision,
  'string Version': (api: c.ApiContext) => api.version,
  'bool IsCurrentRevision': (api: c.ApiContext) => api.isCurrentRevision,
  ...unknown('the names of subscription keys are', ['ISubscriptionKeyParameterNames SubscriptionKeyParameterNames']),
});

declare('IBackend', {
  'string AzureRegion': (backend: c.BackendContext) => backend.azureRegion,
  'string Id': (backend: c.BackendContext) => backend.id,
  'string Type': (backend: c.BackendContext) => backend.type,
});

declare('IGateway', {
  'string Id': ({ gatewayId }: c.DeploymentContext) => gatewayId,
  'bool IsManaged': ({ gatewayId }: c.DeploymentContext) => gatewayId === 'managed',
  ...unknown('the instance of a gateway is', ['string InstanceId']),
});

declare('IDeployment', {
  ...unknown('certificates are', ['IReadOnlyDictionary<string, X509Certificate2> Certificates']),
  'IGateway Gateway': (deployment: c.DeploymentContext) => deployment,
  'string GatewayId': (deployment: c.DeploymentContext) => deployment.gatewayId,
  'string Region': (deployment: c.DeploymentContext) => deployment.region,
  'string ServiceId': (deployment: c.DeploymentContext) => deployment.serviceId,
  'string ServiceName': (deployment: c.DeploymentContext) => deployment.serviceName,
});

declare('IOperation', {
  'string Id': (operation: c.OperationContext) => operation.id,
  'string Name': (operation: c.OperationContext) => operation.name,
  'string Method': (operation: c.OperationContext) => operation.method,
  'string UrlTemplate': (operation: c.OperationContext) => operation.urlTemplate,
});

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
  'string Id': (product: c.ProductContext) => product.id,
  'string Name': (product: c.ProductContext) => product.name,
});

declare('ISubscription', {
  ...unknown('the dates and keys of a subscription are', [
    'DateTime CreatedDate',
    'DateTime? StartDate',
    'DateTime? EndDate',
    'string PrimaryKey',
    'string SecondaryKey',
  ]),
  'string Id': (subscription: c.SubscriptionContext) => subscription.id,
  'string Name': (subscription: c.SubscriptionContext) => subscription.name,
  'string Key': (subscription: c.SubscriptionContext) => subscription.key,
});

declare('IUser', {
  ...unknown('the groups and identities of a user are', [
    'IEnumerable<IGroup> Groups',
    'IEnumerable<IUserIdentity> Identities',
    'string Note',
    'DateTime RegistrationDate',
  ]),
  'string Id': (user: c.UserContext) => user.id,
  'string Email': (user: c.UserContext) => user.email,
  'string FirstName': (user: c.UserContext) => user.firstName,
  'string LastName': (user: c.UserContext) => user.lastName,
});

declare('ILastError', {
  'string Source': (error: c.LastErrorContext) => error.source,
  'string Reason': (error: c.LastErrorContext) => error.reason,
  'string Message': (error: c.LastErrorContext) => error.message,
  'string Scope': (error: c.LastErrorContext) => error.scope,
  'string Section': (error: c.LastErrorContext) => error.section,
  'string Path': (error: c.LastErrorContext) => error.path,
  'string PolicyId': (error: c.LastErrorContext) => error.policyId,
});

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
