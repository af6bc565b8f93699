export * from './json-fault';
export * from './printable';
export * from './redact';
