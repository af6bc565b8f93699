import { redactName } from '../../lib/messages';
import { quoted } from '../common/listing';
import { suggestion } from '../common/nearest';
import type { ExchangeResult } from '../engine/results';

const namesOf = new WeakMap<ExchangeResult, readonly string[]>();

/** Remembers the backends of the gateway that an answer comes from, so that matchers can refuse other names. */
export function rememberBackends(answer: ExchangeResult, names: readonly string[]): void {
  namesOf.set(answer, names);
}

/** Returns the names of the backends; undefined if the answer is a copy, or comes from elsewhere. */
export function backendsBehind(answer: ExchangeResult): readonly string[] | undefined {
  return namesOf.get(answer);
}

/** Returns the fault of a name that no backend has; undefined if one has it. */
export function nameFault(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return undefined;
  return `no backend is named '${redactName(name)}'${suggestion(name, known)}; known: ${quoted(known) || 'none'}`;
}
