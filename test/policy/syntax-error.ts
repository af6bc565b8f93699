import { PolicySyntaxError } from '../../lib/policy';

export function errorOf(read: () => unknown): PolicySyntaxError {
  try {
    read();
  } catch (error) {
    if (error instanceof PolicySyntaxError) return error;
    throw error;
  }
  throw new Error('no error');
}
