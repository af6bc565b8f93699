import { immediate, Step } from '../engine/step';
import type { Work } from '../engine/work';
import { bodyText, ENTRY, method, headerChange, queryChange, statusChange } from './message-changes';
import type { PolicySource } from './policy-source';

/** @see https://learn.microsoft.com/azure/api-management/set-header-policy */
export function setHeader(source: PolicySource): Step {
  const change = headerChange(source);
  return immediate((exchange) => change(exchange, exchange.message.headers));
}

/** @see https://learn.microsoft.com/azure/api-management/set-query-parameter-policy */
export function setQueryParameter(source: PolicySource): Step {
  const change = queryChange(source);
  return immediate((exchange) => {
    const { request, work } = exchange;
    work.spend(request.query.length >> 2);
    request.changeQuery((parameters) => change(exchange, parameters));
  });
}

/** @see https://learn.microsoft.com/azure/api-management/set-method-policy */
export function setMethod(source: PolicySource): Step {
  const name = method(source);
  return immediate((exchange) => {
    exchange.request.method = name(exchange);
  });
}

/** @see https://learn.microsoft.com/azure/api-management/set-body-policy */
export function setBody(source: PolicySource): Step {
  const text = bodyText(source);
  return immediate((exchange) => {
    const content = text(exchange);
    exchange.message.body.write(content);
    // A body that the policy sets is available for every attempt.
    if (exchange.message === exchange.request) exchange.isBodySpent = false;
  });
}

/** @see https://learn.microsoft.com/azure/api-management/set-status-policy */
export function setStatus(source: PolicySource): Step {
  const change = statusChange(source);
  return immediate((exchange) => change(exchange, exchange.answer()));
}

/** @see https://learn.microsoft.com/azure/api-management/set-variable-policy */
export function setVariable(source: PolicySource): Step {
  const name = source.requiredText('name');
  const value = source.requiredValue('value');
  return immediate((exchange) => {
    const { variables, work } = exchange;
    const key = name(exchange);
    if (!variables.has(key)) work.hold(ENTRY);
    variables.set(key, value(exchange));
  });
}

/** @see https://learn.microsoft.com/azure/api-management/find-and-replace-policy */
export function findAndReplace(source: PolicySource): Step {
  source.compiler.readsBody('message');
  const from = source.requiredText('from');
  const to = source.requiredText('to');
  return immediate((exchange) => {
    const { body } = exchange.message;
    const content = body.read(true);
    const searched = from(exchange);
    if (content !== undefined && searched !== '') body.write(replaced(content, searched, to(exchange), exchange.work));
  });
}

function replaced(text: string, from: string, to: string, work: Work): string {
  let found = 0;
  for (let at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + from.length)) found++;
  work.spend(found);
  work.make(text.length + found * (to.length - from.length));
  return found === 0 ? text : text.replaceAll(from, () => to);
}
