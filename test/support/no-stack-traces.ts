/**
 * Import this file first, for tests that make many tokens. A framework keeps a stack trace of every token, and Jest maps
 * each to its source: most of the time of such tests. The file of the framework is private, and only here is its path.
 */
jest.mock('cdktf/lib/tokens/private/stack-trace', () => ({
  captureStackTrace: () => [],
  captureCreationStack: () => [],
}));
