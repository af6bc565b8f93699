/** The clock of the gateway: seconds since its start, received periodically and extrapolated. */
export class GatewayClock {
  #told = 0;
  #since;

  set(now) {
    this.#told = now;
    this.#since = performance.now();
  }

  /** Stops the clock while the gateway is not connected. */
  stop() {
    this.#told = this.now;
    this.#since = undefined;
  }

  get now() {
    return this.#since === undefined ? this.#told : this.#told + (performance.now() - this.#since) / 1000;
  }

  /** The time of day of a time at the gateway, for example `14:03:22`. */
  timeOfDay(at) {
    const date = new Date(Date.now() - (this.now - at) * 1000);
    return [date.getHours(), date.getMinutes(), date.getSeconds()]
      .map((part) => String(part).padStart(2, '0'))
      .join(':');
  }
}
