import type { Attempt } from '../../engine/attempt';
import type { Transition } from '../../../lib/failover';
import type { LiveBackend, LiveCircuit } from '../live-gateway';
import { Histogram, Metric, PairCounter, prometheusText, Sample } from './prometheus';

/** Bounds in seconds, from a backend on this machine to the longest forward timeout. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 240, 300];

/** Metrics since the gateway started. */
export class GatewayMetrics {
  private readonly codes = new Map<number | undefined, number>();
  private readonly attempts = new PairCounter('backend', 'outcome');
  /** The number of times a circuit opened, by backend and unit. */
  private readonly openings = new Map<string, Map<number, number>>();
  private readonly durations = new Histogram(DURATIONS);

  get answered(): number {
    let sum = 0;
    for (const [code, count] of this.codes) if (code !== undefined) sum += count;
    return sum;
  }

  get abandoned(): number {
    return this.codes.get(undefined) ?? 0;
  }

  /** The status is undefined if the client disconnected. */
  requestEnded(milliseconds: number, status: number | undefined): void {
    this.codes.set(status, (this.codes.get(status) ?? 0) + 1);
    this.durations.observe(milliseconds / 1000);
  }

  attemptEnded({ backend, statusCode, reason }: Attempt): void {
    this.attempts.add(backend, statusCode === undefined ? (reason ?? 'none') : String(statusCode));
  }

  circuitChanged({ backend, unit, state }: Transition): void {
    if (state !== 'open') return;
    const openings = this.openings.get(backend) ?? new Map<number, number>();
    this.openings.set(backend, openings.set(unit, (openings.get(unit) ?? 0) + 1));
  }

  /** Returns the text of all metrics of a gateway with these backends. */
  text(backends: readonly LiveBackend[], inFlight: number): string {
    const ofCircuits = (value: (circuit: LiveCircuit, backend: string) => number): Sample[] =>
      backends.flatMap(({ name, circuits }) =>
        circuits.map((circuit) => ({
          labels: { backend: name, unit: String(circuit.unit) },
          value: value(circuit, name),
        })),
      );
    const metrics: readonly Metric[] = [
      {
        name: 'apim_failover_requests_total',
        type: 'counter',
        help: "Requests by response status code; 'none' if the client disconnected before the response.",
        samples: [...this.codes].map(([code, value]) => ({ labels: { code: String(code ?? 'none') }, value })),
      },
      {
        name: 'apim_failover_attempts_total',
        type: 'counter',
        help: 'Attempts by backend and outcome: the status code, or the reason for a missing response.',
        samples: this.attempts.samples(),
      },
      {
        name: 'apim_failover_circuit_openings_total',
        type: 'counter',
        help: 'Number of times the circuit of a backend opened, by gateway unit.',
        samples: ofCircuits(({ unit }, backend) => this.openings.get(backend)?.get(unit) ?? 0),
      },
      {
        name: 'apim_failover_circuit_open',
        type: 'gauge',
        help: 'Whether the circuit of a backend is open (1) or closed (0), by gateway unit.',
        samples: ofCircuits(({ state }) => (state === 'open' ? 1 : 0)),
      },
      {
        name: 'apim_failover_circuit_failures',
        type: 'gauge',
        help: 'Failures that currently count towards opening the circuit of a backend, by gateway unit.',
        samples: ofCircuits(({ failures }) => failures),
      },
      {
        name: 'apim_failover_requests_in_flight',
        type: 'gauge',
        help: 'Requests in flight.',
        samples: [{ labels: {}, value: inFlight }],
      },
      {
        name: 'apim_failover_request_duration_seconds',
        type: 'histogram',
        help: 'Time from a request to its response, including all attempts and waits.',
        samples: this.durations.samples(),
      },
    ];
    return prometheusText(metrics);
  }
}
