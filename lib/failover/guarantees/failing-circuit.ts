/** What limits how many attempts of one request a failing backend receives. Times are in milliseconds. */
export interface FailingCircuit {
  /** The number of failures within the interval that opens the circuit. */
  readonly failures: number;
  readonly interval: number;
  /** The shortest time after which the circuit is closed again, without the failures counted so far. */
  readonly trip: number;
}
