import { shownText } from '../../lib/messages';
import { fragmentOf } from '../deployment/fragments';
import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';

/** @see https://learn.microsoft.com/azure/api-management/include-fragment-policy */
export function includeFragment(source: PolicySource): Step {
  const id = source.constant('fragment-id');
  const fragment = fragmentOf(source.compiler.service, id ?? '');
  if (!fragment) {
    source.fault(`there is no fragment ${shownText(id ?? '')}`);
    return immediate(() => 'next');
  }
  const { document, address, whyUnknown } = fragment.policy;
  if (whyUnknown !== undefined) source.fault(`the fragment ${shownText(fragment.id)} is not known: ${whyUnknown}`);
  return source.within(document, address).steps();
}
