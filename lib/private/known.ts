import { Token } from 'cdktf';
import { Known } from '../failover';

/** Converts a value for the failover model. The value of a token is known only after deployment. */
export function known<T>(value: T): Known<T> {
  return Token.isUnresolved(value) ? 'unknown' : value;
}
