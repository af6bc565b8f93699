import { STATUS_CODES } from 'node:http';
import { immediate, Step } from '../engine/step';
import { Body, Headers, ResponseMessage } from '../common/message';
import { bodyText, Change, headerChange, statusChange } from './message-changes';
import type { PolicySource } from './policy-source';

/** @see https://learn.microsoft.com/azure/api-management/return-response-policy */
export function returnResponse(source: PolicySource): Step {
  const variable = source.constant('response-variable-name');
  const changes = source.parts().map(responseChange);
  return immediate((exchange) => {
    const given = variable === undefined ? undefined : exchange.variables.get(variable);
    const response = given instanceof ResponseMessage ? copyOf(given) : new ResponseMessage(200, 'OK');
    for (const change of changes) change(exchange, response);
    exchange.response = response;
    return 'returned';
  });
}

function responseChange(source: PolicySource): Change<ResponseMessage> {
  if (source.name === 'set-header') {
    const change = headerChange(source);
    return (exchange, response) => change(exchange, response.headers);
  }
  if (source.name === 'set-body') {
    const text = bodyText(source);
    return (exchange, response) => response.body.write(text(exchange));
  }
  return statusChange(source);
}

/** Returns a copy that policies can change. */
export function copyOf({ statusCode, statusReason, headers, body }: ResponseMessage): ResponseMessage {
  return new ResponseMessage(statusCode, statusReason, headers.clone(), new Body(body.content));
}

/**
 * Returns a response without a body: the examples and schemas of the API are not read.
 *
 * @see https://learn.microsoft.com/azure/api-management/mock-response-policy
 */
export function mockResponse(source: PolicySource): Step {
  const enabled = source.flag('enabled', true);
  const code = source.number('status-code', { least: 200, most: 599 });
  const type = source.text('content-type');
  return immediate((exchange) => {
    if (!enabled(exchange)) return 'next';
    const statusCode = code?.(exchange) ?? 200;
    const headers = new Headers(type ? { 'Content-Type': type(exchange) } : {});
    exchange.response = new ResponseMessage(statusCode, STATUS_CODES[statusCode] ?? '', headers);
    return 'returned';
  });
}
