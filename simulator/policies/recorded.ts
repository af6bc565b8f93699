import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';

/** Records a policy that changes neither the response nor where requests go. */
export function recorded(source: PolicySource): Step {
  const message =
    source
      .children()
      .find(({ name }) => name === 'message')
      ?.content() ??
    source.content() ??
    source.text('name') ??
    (() => 'without effect');
  return immediate((exchange) => exchange.record(source.name, message(exchange)));
}
