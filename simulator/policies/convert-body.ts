import { parsedJson } from '../common/parsed-json';
import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';

/** @see https://learn.microsoft.com/azure/api-management/xml-to-json-policy */
export function xmlToJson(source: PolicySource): Step {
  return conversion(source, 'xml', 'json', (text) => text.trimStart().startsWith('<'));
}

/** @see https://learn.microsoft.com/azure/api-management/json-to-xml-policy */
export function jsonToXml(source: PolicySource): Step {
  return conversion(source, 'json', 'xml', (text) => parsedJson(text) !== undefined);
}

/** Passes on a message that is not converted. Microsoft does not document the form of a converted body. */
function conversion(source: PolicySource, from: string, to: string, isConvertible: (text: string) => boolean): Step {
  source.compiler.readsBody('message');
  const apply = source.requiredText('apply');
  const considersAccept = source.flag('consider-accept-header', true);
  const isOf = (kind: string, type = ''): boolean => new RegExp(`[/+]${kind}\\b`, 'i').test(type);
  return immediate((exchange) => {
    const { request, message } = exchange;
    const isWanted = !considersAccept(exchange) || isOf(to, request.headers.get('accept'));
    const isOfKind = apply(exchange) === 'always' || isOf(from, message.headers.get('content-type'));
    if (!isWanted || !isOfKind || !isConvertible(message.body.read(true) ?? '')) return 'next';
    return source.stop(exchange, `the conversion of ${from === 'xml' ? 'an XML' : 'a JSON'} body is not simulated`);
  });
}
