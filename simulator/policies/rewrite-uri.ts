import { splitPath } from '../engine/http-url';
import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';

const PARAMETERS = /\{\*?([\w-]+)\}/g;

/** @see https://learn.microsoft.com/azure/api-management/rewrite-uri-policy */
export function rewriteUri(source: PolicySource): Step {
  const template = source.requiredText('template');
  const copies = source.flag('copy-unmatched-params', true);
  return immediate((exchange) => {
    const { request, matchedParameters } = exchange;
    const filled = template(exchange).replace(PARAMETERS, (whole, name: string) => {
      const value = matchedParameters.get(name);
      return value === undefined ? whole : encodeURIComponent(value);
    });
    const kept = copies(exchange) ? request.query : '';
    [request.path, request.query] = splitPath(filled);
    if (kept === '') return;
    if (request.query === '') request.query = kept;
    else request.changeQuery((parameters) => new URLSearchParams(kept).forEach((v, k) => parameters.append(k, v)));
  });
}
