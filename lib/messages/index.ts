export * from './hidden';
export * from './json-fault';
export * from './printable';
export * from './redact';
export * from './yaml-fault';
