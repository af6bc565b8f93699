import { Token } from 'cdktf';
import { Known } from '../failover';

/** A value as the failover model takes it: a token is known only once deployed. */
export function known<T>(value: T): Known<T> {
  return Token.isUnresolved(value) ? 'unknown' : value;
}
