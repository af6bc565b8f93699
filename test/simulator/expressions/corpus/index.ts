export * from './operators';
export * from './strings';
export * from './numbers';
export * from './collections';
export * from './gateway';
export * from './text-formats';
export * from './bodies';
export * from './library';
