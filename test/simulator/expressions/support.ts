import { ExpressionContext } from '../../../simulator/expressions';
import { Body, Headers, ResponseMessage } from '../../../simulator/common/message';

/** A context in which everything has a value that no other part has. */
export function contextOf(changes: Partial<ExpressionContext> = {}): ExpressionContext {
  return {
    api: {
      id: 'api-id',
      name: 'API name',
      path: 'api-path',
      protocols: ['https'],
      serviceUrl: null,
      revision: '3',
      version: 'v1',
      isCurrentRevision: true,
    },
    operation: { id: 'operation-id', name: 'Operation name', method: 'POST', urlTemplate: '/orders/{id}' },
    product: null,
    subscription: { id: 'subscription-id', name: 'Subscription name', key: 'subscription-key' },
    user: null,
    deployment: { serviceName: 'apim-1', serviceId: 'service-id', region: 'West Europe', gatewayId: 'managed' },
    request: {
      method: 'POST',
      url: new URL('https://backend.example/inner/path?a=1&b=two&a=3'),
      headers: new Headers({ 'X-One': '1', 'X-Many': ['a', 'b'] }),
      body: new Body('{"name":"Ada","n":2}'),
      ipAddress: '10.0.0.1',
    },
    backend: { id: 'backend-id', type: 'Single', azureRegion: 'westeurope' },
    originalUrl: new URL('https://gateway.example:8443/api-path/orders/7?a=1'),
    matchedParameters: new Map([['id', '7']]),
    response: new ResponseMessage(503, 'Service Unavailable', new Headers({ 'Retry-After': '30' }), new Body('[1,2]')),
    variables: new Map<string, never>(),
    lastError: null,
    requestId: '11111111-2222-3333-4444-555555555555',
    timestamp: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    elapsed: 1500,
    culture: 'invariant',
    equalStrings: 'two objects',
    now: () => Date.UTC(2026, 0, 2, 3, 4, 7),
    random: () => 0.5,
    trace: () => undefined,
    ...changes,
  };
}
