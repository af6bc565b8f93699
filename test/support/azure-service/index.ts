export * from './entity';
export * from './services';
