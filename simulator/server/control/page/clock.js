/** The gateway's clock: seconds since it began, told now and then, and counted on from there. */
export class GatewayClock {
  #told = 0;
  #since;

  set(now) {
    this.#told = now;
    this.#since = performance.now();
  }

  /** Stands still: nobody knows what happens at the gateway. */
  stop() {
    this.#told = this.now;
    this.#since = undefined;
  }

  get now() {
    return this.#since === undefined ? this.#told : this.#told + (performance.now() - this.#since) / 1000;
  }

  /** The time of day of a time at the gateway, as in `14:03:22`. */
  timeOfDay(at) {
    const date = new Date(Date.now() - (this.now - at) * 1000);
    return [date.getHours(), date.getMinutes(), date.getSeconds()]
      .map((part) => String(part).padStart(2, '0'))
      .join(':');
  }
}
