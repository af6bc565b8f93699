export type CircuitState = 'closed' | 'open';
