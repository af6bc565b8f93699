import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';

/** Policies that only send information elsewhere. They are recorded. */
export const RECORDED_POLICIES = [
  ...['trace', 'log-to-eventhub', 'emit-metric'],
  ...['azure-openai-emit-token-metric', 'llm-emit-token-metric'],
  // A client certificate has no effect on a scripted backend.
  'authentication-certificate',
] as const;

export function recorded(source: PolicySource): Step {
  const message = source.children('message')[0]?.content() ?? source.content() ?? source.text('name') ?? (() => '');
  return immediate((exchange) => exchange.record(source.name, message(exchange)));
}
