export * from './printable';
export * from './redact';
