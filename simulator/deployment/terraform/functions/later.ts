import { Functions, Refusal } from '../language/function';
import { Unresolved } from '../../value';

/** Functions that return another value in each deployment, and in each call. */
export const LATER: Functions = Object.fromEntries(
  ['bcrypt', 'plantimestamp', 'timestamp', 'uuid'].map((name) => [
    name,
    {
      unknowns: 'all',
      run: () => {
        throw new Refusal(new Unresolved(`${name}() is known only after deployment`, ''));
      },
    },
  ]),
);
