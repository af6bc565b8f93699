import type { Answer } from '../engine/transport';
import type { SwitchedBehaviour } from './live-gateway';

/** What backends are made to do from the control page. */
export class Switches {
  private readonly behaviours = new Map<string, SwitchedBehaviour>();

  get(backend: string): SwitchedBehaviour {
    return this.behaviours.get(backend) ?? 'as it is';
  }

  set(backend: string, behaviour: SwitchedBehaviour): void {
    this.behaviours.set(backend, behaviour);
  }
}

/** How much later a slow backend answers, in milliseconds. */
export const SLOWNESS = 2000;

/** What a backend answers that is made to fail. */
export const FAILED: Answer = {
  kind: 'response',
  statusCode: 503,
  headers: { 'Content-Type': 'text/plain' },
  body: 'failure set in the control page\n',
};
