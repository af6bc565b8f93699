import type { Functions } from '../language/function';
import { Unresolved } from '../../value';

/** The number of calls, so that each of them has a symbol of its own. */
let calls = 0;

/** Functions that return another value in each deployment. All except `plantimestamp` do so in each call. */
export const LATER: Functions = Object.fromEntries(
  ['bcrypt', 'plantimestamp', 'timestamp', 'uuid'].map((name) => [
    name,
    {
      unknowns: 'all',
      run: () => {
        const symbol = name === 'plantimestamp' ? `${name}()` : `${name}(call ${++calls})`;
        return new Unresolved(`${name}() is known only after deployment`, symbol);
      },
    },
  ]),
);
