export * from './assumptions';
export * from './circuit-breaker';
export * from './circuit-state';
export * from './clock';
export * from './gateway-unit';
export * from './member-choice';
export * from './retry-wait';
export * from './turns';
