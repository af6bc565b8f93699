import type { Answer } from '../engine/transport';
import type { SwitchedBehaviour } from './live-gateway';

/** The behaviors of backends that are set on the control page. */
export class Switches {
  private readonly behaviours = new Map<string, SwitchedBehaviour>();

  get(backend: string): SwitchedBehaviour {
    return this.behaviours.get(backend) ?? 'as it is';
  }

  set(backend: string, behaviour: SwitchedBehaviour): void {
    this.behaviours.set(backend, behaviour);
  }
}

/** The additional latency of a slow backend, in milliseconds. */
export const SLOWNESS = 2000;

/** The response of a backend that is set to fail. */
export const FAILED: Answer = {
  kind: 'response',
  statusCode: 503,
  headers: { 'Content-Type': 'text/plain' },
  body: 'failure set in the control page\n',
};
