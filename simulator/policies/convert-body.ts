import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';

/**
 * Leaves a message as it is that the policy does not convert, or whose body is not XML. Microsoft does not document the
 * form of the JSON.
 *
 * @see https://learn.microsoft.com/azure/api-management/xml-to-json-policy
 */
export function xmlToJson(source: PolicySource): Step {
  source.compiler.readsBody('message');
  const apply = source.requiredText('apply');
  const considersAccept = source.flag('consider-accept-header', true);
  return immediate((exchange) => {
    const { request, message } = exchange;
    const isWanted = !considersAccept(exchange) || /[/+]json\b/i.test(request.headers.get('accept') ?? '');
    const isXml = /[/+]xml\b/i.test(message.headers.get('content-type') ?? '');
    if (!isWanted || !(isXml || apply(exchange) === 'always')) return 'next';
    if (!/^\s*</.test(message.body.read(true) ?? '')) return 'next';
    return source.stop(exchange, 'the conversion of an XML body is not simulated');
  });
}
