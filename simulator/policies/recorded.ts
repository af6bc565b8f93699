import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';

/** Records a policy that changes neither the response nor where requests go. */
export function recorded(source: PolicySource): Step {
  // Later policies could read the response.
  source.refuse('response-variable-name');
  const own = source.children().find(({ name }) => name === 'message');
  const message = own?.content() ?? source.content() ?? source.text('name') ?? (() => 'without effect');
  return immediate((exchange) => exchange.record(source.name, message(exchange)));
}
