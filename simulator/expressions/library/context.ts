import { Body, Headers, ResponseMessage } from '../../message';
import type * as c from '../context';
import { CSharpException, invalidCast, Unsupported } from '../errors';
import { defaultOf, isOfType } from '../conversions';
import { fromMilliseconds } from '../format-date';
import { JArray, JObject, JToken } from '../json';
import { readJson } from '../json-text';
import { runtimeType } from '../runtime-type';
import { runtimeName, STRING, Type } from '../types';
import { GuidValue, OutCell, SequenceValue, TimeSpanValue, Value } from '../value';
import { declare, typed } from './declare';

declare('IContext', {
  'IApi Api': (context: c.ExpressionContext) => context.api,
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

function guid(text: string): GuidValue {
  return new GuidValue(text);
}

declare('IApi', {
  'string Id': (api: c.ApiContext) => api.id,
  'string Name': (api: c.ApiContext) => api.name,
  'string Path': (api: c.ApiContext) => api.path,
  'IEnumerable<string> Protocols': (api: c.ApiContext) => new SequenceValue('sequence', STRING, [...api.protocols]),
  'IUrl ServiceUrl': (api: c.ApiContext) => api.serviceUrl,
  'string Revision': (api: c.ApiContext) => api.revision,
  'string Version': (api: c.ApiContext) => api.version,
  'bool IsCurrentRevision': (api: c.ApiContext) => api.isCurrentRevision,
});

declare('IDeployment', {
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

declare('IProduct', {
  'string Id': (product: c.ProductContext) => product.id,
  'string Name': (product: c.ProductContext) => product.name,
});

declare('ISubscription', {
  'string Id': (subscription: c.SubscriptionContext) => subscription.id,
  'string Name': (subscription: c.SubscriptionContext) => subscription.name,
  'string Key': (subscription: c.SubscriptionContext) => subscription.key,
});

declare('IUser', {
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

// A request is the context itself: its parts stand there, and are read only when they are asked for.
declare('IRequest', {
  'IMessageBody Body': ({ request }: c.ExpressionContext) => request.body,
  'X509Certificate2 Certificate': () => null,
  'Headers Headers': ({ request }: c.ExpressionContext) => request.headers,
  'string IpAddress': ({ request }: c.ExpressionContext) => request.ipAddress,
  'StringMap MatchedParameters': (context: c.ExpressionContext) => context.matchedParameters,
  'string Method': ({ request }: c.ExpressionContext) => request.method,
  'IUrl OriginalUrl': (context: c.ExpressionContext) => context.originalUrl,
  'IUrl Url': ({ request }: c.ExpressionContext) => request.url,
});
declare('X509Certificate2', {});

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
});

function strings(values: Iterable<string>): SequenceValue {
  return new SequenceValue('array', STRING, [...values]);
}

function keyNotFound(): CSharpException {
  return new CSharpException('KeyNotFoundException', 'The given key was not present in the dictionary.');
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw keyNotFound();
  return value;
}

/** Names of query parameters are found in any case. */
function queryValues(url: URL, name: string): string[] | undefined {
  const values = [...url.searchParams]
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
  return values.length > 0 ? values : undefined;
}

declare('Query', {
  'string[] this[string]': (url: URL, name: string) => strings(found(queryValues(url, name))),
  'bool ContainsKey(string)': (url: URL, name: string) => queryValues(url, name) !== undefined,
  'string GetValueOrDefault(string)': (url: URL, name: string) => queryValues(url, name)?.join(',') ?? null,
  'string GetValueOrDefault(string, string)': (url: URL, name: string, other: Value) =>
    queryValues(url, name)?.join(',') ?? other,
  'bool TryGetValue(string, out string[])': (url: URL, name: string, out: OutCell) => {
    const values = queryValues(url, name);
    out.value = values ? strings(values) : null;
    return values !== undefined;
  },
  'IEnumerable<string> Keys': (url: URL) =>
    new SequenceValue('sequence', STRING, [...new Set(url.searchParams.keys())]),
  'int Count': (url: URL) => new Set(url.searchParams.keys()).size,
});

declare(
  'Headers',
  {
    'string[] this[string]': (headers: Headers, name: string) => strings(found(headers.values(name))),
    'bool ContainsKey(string)': (headers: Headers, name: string) => headers.has(name),
    'string GetValueOrDefault(string)': (headers: Headers, name: string) => headers.get(name) ?? null,
    'string GetValueOrDefault(string, string)': (headers: Headers, name: string, other: Value) =>
      headers.get(name) ?? other,
    'bool TryGetValue(string, out string[])': (headers: Headers, name: string, out: OutCell) => {
      const values = headers.values(name);
      out.value = values ? strings(values) : null;
      return values !== undefined;
    },
    'IEnumerable<string> Keys': (headers: Headers) =>
      new SequenceValue(
        'sequence',
        STRING,
        [...headers].map(([name]) => name),
      ),
    'int Count': (headers: Headers) => headers.size,
  },
  { bases: ['IEnumerable<KeyValuePair<string, string[]>>'] },
);

type Strings = ReadonlyMap<string, string>;
declare('StringMap', {
  'string this[string]': (map: Strings, name: string) => found(map.get(name)),
  'bool ContainsKey(string)': (map: Strings, name: string) => map.has(name),
  'string GetValueOrDefault(string)': (map: Strings, name: string) => map.get(name) ?? null,
  'string GetValueOrDefault(string, string)': (map: Strings, name: string, other: Value) => map.get(name) ?? other,
  'bool TryGetValue(string, out string)': (map: Strings, name: string, out: OutCell) => {
    out.value = map.get(name) ?? null;
    return map.has(name);
  },
  'IEnumerable<string> Keys': (map: Strings) => new SequenceValue('sequence', STRING, [...map.keys()]),
  'int Count': (map: Strings) => map.size,
});

type Variables = Map<string, Value>;

function ofType(value: Value, wanted: Type): Value {
  if (value === null ? defaultOf(wanted) === null : isOfType(value, wanted)) return value;
  throw invalidCast(value === null ? 'null' : runtimeName(runtimeType(value)), runtimeName(wanted));
}

declare('Variables', {
  'object this[string]': (variables: Variables, name: string) => found(variables.get(name)),
  'bool ContainsKey(string)': (variables: Variables, name: string) => variables.has(name),
  'T GetValueOrDefault<T>(string)': typed((of) => {
    const wanted = of('T');
    const other = defaultOf(wanted);
    return (variables: Variables, name: string) => {
      const value = variables.get(name);
      return value === undefined ? other : ofType(value, wanted);
    };
  }),
  'T GetValueOrDefault<T>(string, T)': typed((of) => {
    const wanted = of('T');
    return (variables: Variables, name: string, other: Value) => {
      const value = variables.get(name);
      return value === undefined ? other : ofType(value, wanted);
    };
  }),
  'object GetValueOrDefault(string)': (variables: Variables, name: string) => variables.get(name) ?? null,
  'bool TryGetValue(string, out object)': (variables: Variables, name: string, out: OutCell) => {
    out.value = variables.get(name) ?? null;
    return variables.has(name);
  },
  'IEnumerable<string> Keys': (variables: Variables) => new SequenceValue('sequence', STRING, [...variables.keys()]),
  'int Count': (variables: Variables) => variables.size,
});

declare('IMessageBody', {
  'T As<T>(bool preserveContent = false)': typed((of) => {
    const wanted = of('T');
    return (body: Body, preserveContent: boolean) => bodyAs(body.read(preserveContent), wanted);
  }),
});

function bodyAs(content: string | undefined, wanted: Type): Value {
  if (content === undefined) return null;
  switch (wanted.text) {
    case 'string':
      return content;
    case 'byte[]':
      return new Uint8Array(Buffer.from(content, 'utf8'));
    case 'JObject':
      return parsed(content, JObject, wanted);
    case 'JArray':
      return parsed(content, JArray, wanted);
    case 'JToken':
      return readJson(content);
    default:
      throw new Unsupported(`a body as ${wanted.text} is not supported`);
  }
}

function parsed(content: string, expected: typeof JObject | typeof JArray, wanted: Type): JToken {
  const token = readJson(content);
  if (token instanceof expected) return token;
  throw new CSharpException(
    'JsonReaderException',
    `Error reading ${wanted.text} from JsonReader. Current JsonReader item is another.`,
  );
}
