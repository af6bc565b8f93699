import { Functions, Refusal, TerraformFunction } from '../language/function';
import { Unresolved } from '../../value';

/** Functions that return another value in each deployment. All except `plantimestamp` do so in each call. */
const LATER_FUNCTIONS = ['bcrypt', 'plantimestamp', 'timestamp', 'uuid'];

/** The number of calls, so that each of them has a symbol of its own. */
let calls = 0;

/** Functions that are not evaluated. Calls with equal arguments return equal values. */
const NOT_EVALUATED = [
  ...['base64gzip', 'cidrhost', 'cidrnetmask', 'cidrsubnet', 'cidrsubnets', 'ephemeralasnull', 'fileset', 'formatdate'],
  ...['pathexpand', 'rsadecrypt', 'textdecodebase64', 'textencodebase64', 'timeadd', 'timecmp', 'type', 'yamlencode'],
  // Only OpenTofu has these.
  ...['base64gunzip', 'cidrcontains', 'urldecode'],
];

export const LATER: Functions = Object.fromEntries([
  ...LATER_FUNCTIONS.map((name) => [name, later(name)] as const),
  ...NOT_EVALUATED.map((name) => [name, notEvaluated(name)] as const),
]);

function later(name: string): TerraformFunction {
  return {
    unknowns: 'all',
    run: () => {
      const symbol = name === 'plantimestamp' ? `${name}()` : `${name}(call ${++calls})`;
      return new Unresolved(`${name}() is known only after deployment`, symbol);
    },
  };
}

/** The symbol of the refusal is completed by the arguments of the call. */
function notEvaluated(name: string): TerraformFunction {
  return {
    unknowns: 'all',
    run: () => {
      throw new Refusal(new Unresolved(`the result of ${name} is not evaluated`, name));
    },
  };
}
