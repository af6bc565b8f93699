import { Functions, Refusal, TerraformFunction } from '../language/function';
import { Unresolved } from '../../value';

/** Functions that return another value in each deployment, and in each call. */
const NEVER_EQUAL = ['bcrypt', 'plantimestamp', 'timestamp', 'uuid'];

/** Functions that are not evaluated. Calls with equal arguments return equal values. */
const NOT_EVALUATED = [
  ...['base64gzip', 'cidrhost', 'cidrnetmask', 'cidrsubnet', 'cidrsubnets', 'ephemeralasnull', 'fileset', 'formatdate'],
  ...['pathexpand', 'rsadecrypt', 'textdecodebase64', 'textencodebase64', 'timeadd', 'timecmp', 'type', 'yamlencode'],
];

export const LATER: Functions = Object.fromEntries([
  ...NEVER_EQUAL.map((name) => [name, unknown(`${name}() is known only after deployment`, '')] as const),
  ...NOT_EVALUATED.map((name) => [name, unknown(`the result of ${name} is not evaluated`, name)] as const),
]);

function unknown(reason: string, symbol: string): TerraformFunction {
  return {
    unknowns: 'all',
    run: () => {
      throw new Refusal(new Unresolved(reason, symbol));
    },
  };
}
