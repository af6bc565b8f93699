import { parsedJson } from '../common/parsed-json';
import type { Exchange } from '../engine/exchange';
import { immediate, Step } from '../engine/step';
import { keyOf, refusal, told } from './limits';
import type { PolicySource } from './policy-source';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The lengths of the periods; a month and a year have the same length each time. */
const PERIODS: Readonly<Record<string, number>> = {
  Hourly: HOUR,
  Daily: 24 * HOUR,
  Weekly: 168 * HOUR,
  Monthly: 720 * HOUR,
  Yearly: 8760 * HOUR,
};

/**
 * Counts the tokens that the response reports in `usage.total_tokens`. Without it, and for a prompt that is not sent
 * yet, it estimates one token for four characters.
 *
 * @see https://learn.microsoft.com/azure/api-management/llm-token-limit-policy
 */
export function tokenLimit(source: PolicySource): Step {
  source.refuse('prompt-type', 'ignore-prompt');
  source.compiler.readsBody('message');
  const perMinute = source.number('tokens-per-minute', { least: 1 });
  const quota = source.number('token-quota', { least: 1 });
  const length = PERIODS[source.word('token-quota-period', 'Monthly')];
  if (!perMinute && !quota) source.fault('tokens-per-minute, or token-quota and token-quota-period are needed');
  const key = keyOf(source);
  const estimates = source.flag('estimate-prompt-tokens', false);
  const [tellRemaining, tellQuota] = [told(source, 'remaining-tokens'), told(source, 'remaining-quota-tokens')];
  const tellConsumed = told(source, 'tokens-consumed');
  const consumedVariable = source.constant('tokens-consumed-variable-name');
  const overRate = refusal(source, 429, 'TokenLimitExceeded');
  const overQuota = refusal(source, 403, 'TokenQuotaExceeded');
  return immediate((exchange) => {
    const { counters, clock } = exchange.services;
    const counter = key(exchange);
    exchange.work.keep();
    const prompt = tokensIn(exchange.request.body.read(true));
    const expected = estimates(exchange) ? prompt : 0;
    const isOver = (used: number, most: number): boolean => used + expected > most || used >= most;
    if (perMinute) {
      const most = perMinute(exchange);
      const { total, since } = counters.usedWithin(counter, clock.now, MINUTE);
      tellRemaining(exchange, Math.max(0, most - total - expected));
      const seconds = Math.ceil((since + MINUTE - clock.now) / 1000);
      if (isOver(total, most)) {
        return overRate(exchange, seconds, `Token limit is exceeded. Try again in ${seconds} seconds.`);
      }
    }
    const period = Math.floor(exchange.now() / length);
    if (quota) {
      const most = quota(exchange);
      const used = counters.usedIn(counter, period);
      tellQuota(exchange, Math.max(0, most - used - expected));
      const seconds = Math.ceil(((period + 1) * length - exchange.now()) / 1000);
      if (isOver(used, most)) {
        return overQuota(exchange, seconds, `Token quota is exceeded. Try again in ${seconds} seconds.`);
      }
    }
    if (consumedVariable !== undefined) exchange.variables.set(consumedVariable, expected);
    exchange.record(source.name, `the prompt has about ${prompt} tokens (characters / 4)`);
    exchange.afterBackend.add(() => {
      const consumed = consumedBy(exchange, prompt);
      tellConsumed(exchange, consumed);
      counters.use(counter, clock.now, consumed);
      counters.useIn(counter, period, consumed);
    });
    return 'next';
  });
}

/** One token for four characters, as for English text. */
function tokensIn(text: string | undefined): number {
  return Math.ceil((text ?? '').length / 4);
}

/** An error of the model consumes nothing. */
function consumedBy(exchange: Exchange, prompt: number): number {
  if (exchange.attempts.length === 0 || exchange.failure) return 0;
  const { statusCode, body } = exchange.answer();
  if (statusCode >= 400) return 0;
  const text = body.read(true) ?? '';
  const answer = parsedJson(text) as { readonly usage?: { readonly total_tokens?: unknown } } | null | undefined;
  const reported = answer?.usage?.total_tokens;
  return typeof reported === 'number' ? reported : prompt + tokensIn(text);
}
