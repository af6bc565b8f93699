import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';

/** Policies that tell somebody something and leave the exchange as it is: they are recorded. */
export const RECORDED_POLICIES = [
  ...['trace', 'log-to-eventhub', 'emit-metric'],
  ...['azure-openai-emit-token-metric', 'llm-emit-token-metric'],
  // The certificate that a backend would see is of no effect on a scripted one.
  'authentication-certificate',
] as const;

export function recorded(source: PolicySource): Step {
  const message = source.children('message')[0]?.content() ?? source.content() ?? source.text('name') ?? (() => '');
  return immediate((exchange) => exchange.record(source.name, message(exchange)));
}
