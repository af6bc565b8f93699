import type { Exchange } from './exchange';
import type { Pending } from './step';

/** Waits some milliseconds, or until nobody waits for the exchange any more. */
export function wait({ services, departure }: Exchange, milliseconds: number): Pending {
  return (resume) => {
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      departure?.off(end);
      resume();
    };
    services.clock.schedule(milliseconds, end);
    departure?.on(end);
  };
}
