import type { ReferenceFaultModel } from '../../lib/failover';
import { redactName } from '../../lib/messages';
import { nearest, suggestion } from '../common/nearest';
import { within } from '../common/position';
import type { CSharp } from '../expressions';
import { ExpressionSyntaxError, UnknownMember, UnsupportedExpressionError } from '../expressions/errors';
import type { PolicyExpressions } from './expression-faults';

/**
 * Returns the members in policy expressions that the types of `context` do not have in Microsoft's reference; for each
 * expression the first one.
 */
export function unknownMembers(policies: readonly PolicyExpressions[], csharp: CSharp): ReferenceFaultModel[] {
  const known = new Map<string, UnknownMember | undefined>();
  const found: ReferenceFaultModel[] = [];
  for (const { address, expressions } of policies) {
    for (const { text, start } of expressions) {
      if (!known.has(text)) known.set(text, unknownMemberIn(text, csharp));
      const member = known.get(text);
      const fault = member && faultOf(member);
      if (fault) found.push({ address, fault, ...within(start, member.position) });
    }
  }
  return found;
}

function unknownMemberIn(text: string, csharp: CSharp): UnknownMember | undefined {
  try {
    csharp.compile(text);
  } catch (error) {
    if (error instanceof UnsupportedExpressionError) return error.unknownMember;
    // Other findings report what is not C#.
    if (!(error instanceof ExpressionSyntaxError)) throw error;
  }
  return undefined;
}

function faultOf({ owner, name, known }: UnknownMember): string | undefined {
  // An indexer is declared under the name `this`.
  const members = known.filter((member) => member !== 'this');
  const collection = COLLECTIONS.get(owner);
  if (collection !== undefined) {
    if (OF_ANY_COLLECTION.has(name) || nearest(name, members) === undefined) return undefined;
    return `${collection} has no member ${redactName(name)}${suggestion(name, members)}`;
  }
  if (!OF_CONTEXT.has(owner) || OF_ANY_OBJECT.has(name) || (owner === 'IContext' && OTHER_PARTS.has(name)))
    return undefined;
  const what = `${owner} has no member ${redactName(name)} in Microsoft's reference of policy expressions`;
  return `${what}${suggestion(name, members)}`;
}

/** The types whose members Microsoft's reference lists completely. Other types can have members that are not known. */
const OF_CONTEXT: ReadonlySet<string> = new Set([
  ...['IApi', 'IContext', 'IDeployment', 'IGateway', 'IGroup', 'ILastError', 'IMessageBody', 'IOperation'],
  ...['IPrivateEndpointConnection', 'IProduct', 'IRequest', 'IResponse', 'ISubscription'],
  ...['ISubscriptionKeyParameterNames', 'IUrl', 'IUser', 'IUserIdentity'],
]);

/** Parts of the context for GraphQL resolvers and workspaces, whose policies are not simulated. */
const OTHER_PARTS: ReadonlySet<string> = new Set(['GraphQL', 'Workspace']);

const OF_ANY_OBJECT: ReadonlySet<string> = new Set(['Equals', 'GetHashCode', 'GetType', 'ToString']);

/** The collections of the context. They also have the methods of LINQ, so only a misspelled name is reported. */
const COLLECTIONS: ReadonlyMap<string, string> = new Map([
  ['Headers', 'Headers'],
  ['Query', 'IUrl.Query'],
  ['StringMap', 'MatchedParameters'],
  ['Variables', 'Variables'],
]);

/** The members of any .NET collection whose names are similar to members that are documented for these. */
const OF_ANY_COLLECTION: ReadonlySet<string> = new Set([
  ...OF_ANY_OBJECT,
  ...['Contains', 'CountBy', 'GetEnumerator', 'LongCount', 'TryGetNonEnumeratedCount', 'Values'],
]);
