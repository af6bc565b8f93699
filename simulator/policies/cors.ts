import type { Exchange } from '../engine/exchange';
import { immediate, Step } from '../engine/step';
import { ResponseMessage } from '../common/message';
import type { PolicySource } from './policy-source';

/** @see https://learn.microsoft.com/azure/api-management/cors-policy */
export function cors(source: PolicySource): Step {
  const allowsCredentials = source.flag('allow-credentials', false);
  const terminates = source.flag('terminate-unmatched-request', true);
  const [origins, methods, headers, exposed] = [
    listOf(source, 'allowed-origins', 'origin'),
    listOf(source, 'allowed-methods', 'method'),
    listOf(source, 'allowed-headers', 'header'),
    listOf(source, 'expose-headers', 'header'),
  ];
  const maxAge = source.parts('allowed-methods')[0]?.number('preflight-result-max-age', { least: 0 });
  return immediate((exchange) => {
    const { request } = exchange;
    const origin = request.headers.get('origin');
    if (origin === undefined) return 'next';
    const asked = request.method === 'OPTIONS' ? request.headers.get('access-control-request-method') : undefined;
    const isAllowed = holds(origins, origin) && (asked === undefined || holds(methods, asked));
    if (isAllowed) {
      const answer = exchange.responseHeaders;
      answer.set('Access-Control-Allow-Origin', origins.includes('*') ? '*' : origin);
      if (allowsCredentials(exchange)) answer.set('Access-Control-Allow-Credentials', 'true');
      if (asked === undefined && exposed.length > 0) answer.set('Access-Control-Expose-Headers', exposed.join(','));
      if (asked !== undefined) {
        answer.set('Access-Control-Allow-Methods', asked);
        answer.set('Access-Control-Allow-Headers', allowedHeaders(headers, exchange));
        if (maxAge) answer.set('Access-Control-Max-Age', String(maxAge(exchange)));
      }
    }
    if (asked === undefined || (!isAllowed && !terminates(exchange))) return 'next';
    exchange.response = new ResponseMessage(200, 'OK');
    return 'returned';
  });
}

function allowedHeaders(headers: readonly string[], { request }: Exchange): string {
  return headers.includes('*') ? (request.headers.get('access-control-request-headers') ?? '*') : headers.join(',');
}

function listOf(source: PolicySource, list: string, item: string): string[] {
  return source.parts(list).flatMap((part) =>
    part.parts(item).map((entry) => {
      const text = entry.element.children.find((node) => node.kind === 'text');
      return text?.kind === 'text' ? text.value.trim() : '';
    }),
  );
}

function holds(allowed: readonly string[], value: string): boolean {
  return allowed.includes('*') || allowed.some((each) => each.toLowerCase() === value.toLowerCase());
}
