import { readPolicy } from '../../../lib/policy';
import { expressionsOf } from '../../../simulator/check/expression-faults';
import { unknownMembers } from '../../../simulator/check/unknown-members';
import { loadCSharp } from '../../../simulator/expressions';
import { declaredTypes } from '../../../simulator/expressions/library/declare';

async function faults(expression: string): Promise<string[]> {
  const document = readPolicy(
    `<policies><inbound>\n<set-body>${expression.replaceAll('<', '&lt;')}</set-body></inbound></policies>`,
  );
  const policies = expressionsOf([{ address: 'policy', document }]);
  return unknownMembers(policies, await loadCSharp()).map(({ fault, line, column }) => `${line}:${column} ${fault}`);
}

const IN_REFERENCE = "in Microsoft's reference of policy expressions";

describe('members that the types of the context do not have', () => {
  test.each([
    ['@(context.Respnse.StatusCode)', `2:21 IContext has no member Respnse ${IN_REFERENCE} (did you mean 'Response'?)`],
    ['@(context.Varaibles["a"])', `2:21 IContext has no member Varaibles ${IN_REFERENCE} (did you mean 'Variables'?)`],
    ['@(context.request.Method)', `2:21 IContext has no member request ${IN_REFERENCE} (did you mean 'Request'?)`],
    ['@(context.Principal)', `2:21 IContext has no member Principal ${IN_REFERENCE}`],
    ['@(context.Request.Metod)', `2:29 IRequest has no member Metod ${IN_REFERENCE} (did you mean 'Method'?)`],
    [
      '@(context.Response?.Statuscode)',
      `2:31 IResponse has no member Statuscode ${IN_REFERENCE} (did you mean 'StatusCode'?)`,
    ],
    ['@(context.Request.Url.Hots)', `2:33 IUrl has no member Hots ${IN_REFERENCE} (did you mean 'Host'?)`],
    ['@(context.Request.Body.AsText())', `2:34 IMessageBody has no member AsText ${IN_REFERENCE}`],
    ['@(context.LastError.Mesage)', `2:31 ILastError has no member Mesage ${IN_REFERENCE} (did you mean 'Message'?)`],
    [
      '@(context.User.Groups.Any(g => g.Nam == "a"))',
      `2:44 IGroup has no member Nam ${IN_REFERENCE} (did you mean 'Name'?)`,
    ],
    [
      '@(((IResponse)context.Variables["r"]).Bdy)',
      `2:49 IResponse has no member Bdy ${IN_REFERENCE} (did you mean 'Body'?)`,
    ],
    [
      '@(context.Request.Headers.GetValueOrDefalt("x", ""))',
      "2:37 Headers has no member GetValueOrDefalt (did you mean 'GetValueOrDefault'?)",
    ],
    [
      '@(context.Request.Url.Query.GetValueOrDefalt("x", ""))',
      "2:39 IUrl.Query has no member GetValueOrDefalt (did you mean 'GetValueOrDefault'?)",
    ],
    [
      '@(context.Variables.GetValueOrDefalt<string>("x"))',
      "2:31 Variables has no member GetValueOrDefalt (did you mean 'GetValueOrDefault'?)",
    ],
    [
      '@(context.Request.MatchedParameters.ContainKey("x"))',
      "2:47 MatchedParameters has no member ContainKey (did you mean 'ContainsKey'?)",
    ],
    [
      '@{\n  var found = context\n    .Operation.Nmae;\n  return found;\n}',
      `4:16 IOperation has no member Nmae ${IN_REFERENCE} (did you mean 'Name'?)`,
    ],
  ])('%s', async (expression, fault) => {
    expect(await faults(expression)).toEqual([fault]);
  });
});

describe('what is not known to be missing', () => {
  test.each([
    ['of a section without a response', '@(context.Response.StatusCode)'],
    ['of a value that only the gateway knows', '@(context.Deployment.Gateway.InstanceId)'],
    ['of a .NET type', '@("a".Lenght)'],
    ['of JSON', '@(context.Request.Body.As<JObject>().Foo())'],
    ['of any object', '@(context.Request.GetType())'],
    ['of a GraphQL resolver', '@(context.GraphQL.Arguments["id"])'],
    ['a method without its call', '@(context.Request.Headers.ContainsKey)'],
    ['arguments that do not fit', '@(context.Request.Headers.GetValueOrDefault(1, 2, 3))'],
    ['a property that is called', '@(context.Request.MatchedParameters("a"))'],
    ['after something that is not supported', '@(new XmlDocument() == null ? 1 : context.Respnse.StatusCode)'],
    ['in an expression that is not C#', '@(context.Respnse.)'],
  ])('%s: %s', async (_, expression) => {
    expect(await faults(expression)).toEqual([]);
  });

  test.each(['Headers', 'Url.Query', 'MatchedParameters'])('the methods of LINQ of %s', async (collection) => {
    for (const method of LINQ.split(' ')) {
      expect(await faults(`@(context.Request.${collection}.${method}())`)).toEqual([]);
      expect(await faults(`@(context.Variables.${method}())`)).toEqual([]);
    }
  });
});

test('every documented member, also those whose values are not known', async () => {
  const types = declaredTypes().filter(({ name }) => /^I[A-Z]/.test(name) && OWN.includes(name));
  expect(types).toHaveLength(OWN.length);
  for (const { name, members } of types) {
    for (const member of members) {
      expect(await faults(`@(((${name})context.Variables["x"]).${member})`)).toEqual([]);
      expect(await faults(`@(((${name})context.Variables["x"]).${member}())`)).toEqual([]);
    }
  }
});

test('every policy that has the expression', async () => {
  const document = readPolicy('<fragment><set-body>@(context.Respnse)</set-body></fragment>');
  const policies = expressionsOf(['a', 'b'].map((address) => ({ address, document })));
  const found = unknownMembers(policies, await loadCSharp());
  expect(found.map(({ address }) => address)).toEqual(['a', 'b']);
});

const OWN =
  'IApi IContext IDeployment IGateway IGroup ILastError IMessageBody IOperation IPrivateEndpointConnection IProduct IRequest IResponse ISubscription ISubscriptionKeyParameterNames IUrl IUser IUserIdentity'.split(
    ' ',
  );

const LINQ =
  'Aggregate AggregateBy All Any Append AsEnumerable AsParallel AsQueryable Average Cast Chunk Concat Contains Count CountBy ' +
  'DefaultIfEmpty Distinct DistinctBy ElementAt ElementAtOrDefault Except ExceptBy First FirstOrDefault GroupBy ' +
  'GroupJoin Index Intersect IntersectBy Join Last LastOrDefault LeftJoin LongCount Max MaxBy Min MinBy OfType Order ' +
  'OrderBy OrderByDescending OrderDescending Prepend Reverse RightJoin Select SelectMany SequenceEqual Shuffle Single ' +
  'SingleOrDefault Skip SkipLast SkipWhile Sum Take TakeLast TakeWhile ToArray ToDictionary ToHashSet ToList ToLookup ' +
  'TryGetNonEnumeratedCount Union UnionBy Where Zip GetEnumerator Values';
