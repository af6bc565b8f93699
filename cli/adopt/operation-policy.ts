import type { PolicyElement } from '../../lib/policy';
import { operationPolicy } from '../../lib/private/failover-policy';
import { arePoliciesEqual } from './same-policy';
import { afterBase, type Extra, isElement, writable } from './sections';

/** The policy of an operation as settings of a construct. */
export interface OperationSettings {
  readonly rewriteUri?: string;
  readonly extra: Extra;
  /** Whether the construct writes the same policy from them. */
  readonly isSame: boolean;
}

/** @param isUri whether a construct accepts the template of `rewrite-uri` */
export function operationSettings(document: PolicyElement, isUri: (template: string) => boolean): OperationSettings {
  const inbound = afterBase(document, 'inbound') ?? [];
  const [first, ...others] = inbound;
  const template =
    isElement(first, 'rewrite-uri') && first.children.length === 0 ? first.attributes.template : undefined;
  const isRewritten =
    template !== undefined && Object.keys((first as PolicyElement).attributes).length === 1 && isUri(template);
  const rewriteUri = isRewritten ? template : undefined;
  const extra = writable({
    inbound: isRewritten ? others : inbound,
    outbound: afterBase(document, 'outbound'),
    'on-error': afterBase(document, 'on-error'),
  });
  const isSame = arePoliciesEqual(operationPolicy(rewriteUri, extra).children, document.children);
  return { ...(rewriteUri !== undefined && { rewriteUri }), extra, isSame };
}
