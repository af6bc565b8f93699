import { milliseconds } from '../../lib/failover';
import type { Behaviour } from './behaviour';

/** The reaction of a backend to a request. Responses are shared between requests and must not be modified. */
export type ScriptedAnswer =
  | {
      readonly kind: 'response';
      readonly statusCode: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | undefined;
      /** Milliseconds. */
      readonly latency: number;
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'refused'; readonly latency: number };

/** A scripted backend. It is healthy until its first behavior; each behavior applies until the next. */
export class BackendScript {
  private readonly phases: readonly Phase[];
  private current = 0;

  /** @param behaviours in chronological order */
  constructor(behaviours: readonly Behaviour[]) {
    this.phases = [new Phase(-Infinity, [HEALTHY]), ...behaviours.map(phaseOf)];
  }

  /** Returns the reaction to a request that arrives at this time, in milliseconds since the gateway started. */
  answer(at: number): ScriptedAnswer {
    if (at < this.phases[this.current].from) this.current = 0;
    while (this.current + 1 < this.phases.length && this.phases[this.current + 1].from <= at) this.current++;
    return this.phases[this.current].next();
  }
}

/** Responses that are returned in turn from a given time. */
class Phase {
  private turn = 0;

  constructor(
    readonly from: number,
    private readonly answers: readonly ScriptedAnswer[],
  ) {}

  next(): ScriptedAnswer {
    const answer = this.answers[this.turn];
    this.turn = (this.turn + 1) % this.answers.length;
    return answer;
  }
}

const HEALTHY = respond(200, {});

/** From here on, times are whole milliseconds. */
function phaseOf(behaviour: Behaviour): Phase {
  return new Phase(milliseconds(behaviour.from ?? 0), answersOf(behaviour));
}

function answersOf(behaviour: Behaviour): readonly ScriptedAnswer[] {
  const { status, latency = 0, hang, refused } = behaviour;
  if (hang) return [{ kind: 'hang' }];
  if (refused) return [{ kind: 'refused', latency: milliseconds(latency) }];
  const statusCodes = typeof status === 'object' && status.length > 0 ? status : [status];
  return statusCodes.map((statusCode) => respond(typeof statusCode === 'number' ? statusCode : 200, behaviour));
}

function respond(statusCode: number, { headers = {}, body, latency = 0 }: Behaviour): ScriptedAnswer {
  return { kind: 'response', statusCode, headers, body, latency: milliseconds(latency) };
}
