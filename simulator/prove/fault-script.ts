import { Fault, isHealthyAt } from '../../lib/failover';
import type { Script } from '../simulation/scripted-transport';
import type { ScriptedAnswer } from '../simulation/backend-script';
import type { Behaviour } from '../simulation/behaviour';

const HEALTHY: ScriptedAnswer = { kind: 'response', statusCode: 200, headers: {}, body: undefined, latency: 0 };

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

function answerOf({
  statusCode = 200,
  retryAfter,
  latency = 0,
  hangs = false,
  refuses = false,
}: Fault): ScriptedAnswer {
  if (hangs) return { kind: 'hang' };
  if (refuses) return { kind: 'refused', latency };
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': `${retryAfter}` };
  return { kind: 'response', statusCode, headers, body: undefined, latency };
}

/**
 * Returns the behaviors of a backend with a fault, as a scenario describes them.
 *
 * @param from the time at which the fault starts, in milliseconds
 * @param until the time at which the fault ends, in milliseconds
 */
export function behavioursOf(fault: Fault | undefined, from: number, until: number): Behaviour[] {
  const healthy = (at: number): Behaviour => ({ from: at / 1000, status: 200 });
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

function faulty({ statusCode, retryAfter, latency, hangs, refuses }: Fault, from: number): Behaviour {
  return {
    from: from / 1000,
    ...(hangs ? { hang: true } : refuses ? { refused: true } : { status: statusCode }),
    ...(!hangs && latency !== undefined && { latency: latency / 1000 }),
    ...(retryAfter !== undefined && { headers: { 'Retry-After': `${retryAfter}` } }),
  };
}
