import { effectOf, Fault, HEALTHY_STATUS, isHealthyAt } from '../../lib/failover';
import type { Script } from '../simulation/scripted-transport';
import type { ScriptedAnswer } from '../simulation/backend-script';
import type { Behaviour } from '../simulation/behaviour';

const HEALTHY = answerOf({});

/** The script of a backend that has a fault from a given time, in milliseconds. */
export class FaultScript implements Script {
  private readonly faulty: ScriptedAnswer;

  constructor(
    private readonly fault: Fault,
    private readonly since: number,
  ) {
    this.faulty = answerOf(fault);
  }

  answer(at: number): ScriptedAnswer {
    return isHealthyAt(this.fault, at - this.since) ? HEALTHY : this.faulty;
  }
}

/** The script of a host that policies call and that has no fault. */
export const HEALTHY_SCRIPT: Script = { answer: () => HEALTHY };

function answerOf(fault: Fault): ScriptedAnswer {
  const effect = effectOf(fault);
  if (effect.kind !== 'response') return effect;
  const { kind, statusCode, retryAfter, latency } = effect;
  return { kind, statusCode, headers: headersWith(retryAfter), body: undefined, latency };
}

function headersWith(retryAfter: string | undefined): Record<string, string> {
  return retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
}

/**
 * Returns the behaviors of a backend with a fault, as a scenario describes them.
 *
 * @param from the time at which the fault starts, in milliseconds
 * @param until the time at which the fault ends, in milliseconds
 */
export function behavioursOf(fault: Fault | undefined, from: number, until: number): Behaviour[] {
  const healthy = (at: number): Behaviour => ({ from: at / 1000, status: HEALTHY_STATUS });
  if (!fault) return [healthy(from)];
  const { flaps } = fault;
  if (flaps === undefined) return [faulty(fault, from)];
  const behaviours: Behaviour[] = [];
  for (let at = from; at < until; at += 2 * flaps) {
    behaviours.push(faulty(fault, at));
    if (at + flaps < until) behaviours.push(healthy(at + flaps));
  }
  return behaviours;
}

function faulty(fault: Fault, at: number): Behaviour {
  const effect = effectOf(fault);
  const from = at / 1000;
  if (effect.kind === 'hang') return { from, hang: true };
  const latency = fault.latency !== undefined && { latency: effect.latency / 1000 };
  if (effect.kind === 'refused') return { from, refused: true, ...latency };
  const { statusCode, retryAfter } = effect;
  return {
    from,
    status: statusCode,
    ...latency,
    ...(retryAfter !== undefined && { headers: headersWith(retryAfter) }),
  };
}
