import type { Exchange } from '../engine/exchange';
import type { Failure } from '../engine/failure';
import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';
import type { Reading } from './reading';

const ACTIONS = ['ignore', 'prevent', 'detect'] as const;
type Action = (typeof ACTIONS)[number];

interface ContentRule {
  readonly type: string | undefined;
  readonly action: Action;
  readonly validatesJson: boolean;
}

/**
 * Checks the size of a body, its content type, and that JSON is JSON; schemas are not read.
 *
 * @see https://learn.microsoft.com/azure/api-management/validate-content-policy
 */
export function validateContent(source: PolicySource): Step {
  source.allow('unspecified-content-type-action', 'max-size', 'size-exceeded-action', 'errors-variable-name');
  source.compiler.readsBody('message');
  const unspecified = source.word('unspecified-content-type-action', ACTIONS, 'ignore');
  const maxSize = source.requiredNumber('max-size', { least: 1 });
  const sizeExceeded = source.word('size-exceeded-action', ACTIONS, 'ignore');
  const errorsVariable = source.constant('errors-variable-name');
  const rules = source.knownChildren('content').map(contentRule);
  const errors: Reading<[Action, string][]> = (exchange) => {
    const { body, headers } = exchange.message;
    const content = body.read(true) ?? '';
    const type = headers.get('content-type')?.split(';')[0].trim().toLowerCase();
    const found: [Action, string][] = [];
    const size = Buffer.byteLength(content);
    const most = maxSize(exchange);
    if (size > most) found.push([sizeExceeded, `The body has ${size} bytes; the maximum is ${most}.`]);
    const rule = rules.find((each) => each.type === undefined || each.type === type);
    if (!rule) found.push([unspecified, `The content type ${type ?? '(none)'} is not specified.`]);
    else if (rule.validatesJson && !isJson(content)) found.push([rule.action, 'The body is not valid JSON.']);
    return found;
  };
  return immediate((exchange) => {
    const found = errors(exchange).filter(([action]) => action !== 'ignore');
    if (errorsVariable !== undefined && found.length > 0) {
      exchange.variables.set(errorsVariable, found.map(([, message]) => message).join('\n'));
    }
    const prevented = found.find(([action]) => action === 'prevent');
    return prevented ? exchange.fail(failureOf(prevented[1], exchange)) : 'next';
  });
}

function contentRule(source: PolicySource): ContentRule {
  source.allow(
    ...['type', 'validate-as', 'action', 'schema-id', 'schema-ref'],
    ...['allow-additional-properties', 'case-insensitive-property-names'],
  );
  const validateAs = source.word('validate-as', ['json', 'xml', 'soap', ''] as const, '');
  if (validateAs === 'xml' || validateAs === 'soap') source.fault(`validation as ${validateAs} is not simulated`);
  const type = source.constant('type')?.trim().toLowerCase();
  return {
    type: type === '' || type === '*/*' ? undefined : type,
    action: source.word('action', ACTIONS, 'ignore'),
    validatesJson: validateAs === 'json',
  };
}

/** Invalid content of the client is a client error; invalid content of a backend is a gateway error. */
function failureOf(message: string, exchange: Exchange): Failure {
  const isRequest = exchange.message === exchange.request;
  return { reason: 'ContentInvalid', message, statusCode: isRequest ? 400 : 502 };
}

function isJson(content: string): boolean {
  try {
    JSON.parse(content);
    return true;
  } catch {
    return false;
  }
}
