import '.';
import { declaredTypes } from './declare';

/** The members of Microsoft's list that are not supported, by type. Other types are listed in `UNSUPPORTED_TYPES`. */
export const UNSUPPORTED_TYPES: readonly string[] = [
  'IEnumerator',
  'IPAddress',
  'JConstructor',
  'JRaw',
  'Oid',
  'PublicKey',
  'Queue',
  'RNGCryptoServiceProvider',
  'Stack',
  'StringReader',
  'StringWriter',
  'SymmetricAlgorithm',
  'TimeZone',
  'TimeZoneInfo',
  'Tuple',
  'XCData',
  'XDeclaration',
  'XDocumentType',
  'XProcessingInstruction',
  'XmlNodeType',
];

/** Language features that are not supported. */
export const UNSUPPORTED_SYNTAX: readonly string[] = [
  '`checked`',
  '`dynamic`, `typeof`, `goto`, `lock`, and `yield`',
  'query expressions (`from x in y select z`); use the methods of LINQ',
  '`ref` parameters, generic local functions, and lambdas as arguments of local functions',
  'a lambda that is called after the iteration of the loop, or the call of the function, whose variables it reads',
  'recursive patterns and deconstruction in `foreach`',
  'multidimensional arrays',
];

/** Features of supported types that are not supported. */
export const UNSUPPORTED_FEATURES: readonly string[] = [
  'creating and changing XML, a `DOCTYPE`, and `xml:space`; XML can be read and written as text',
  'conversions between time zones',
  '`GroupBy`, `Zip`, and the operations of sets such as `UnionWith`',
  'in regular expressions: backreferences, atomic groups, conditions, inline options after the start, class subtraction, `RightToLeft`, `ECMAScript`, characters beyond U+FFFF such as emoji, and patterns that could take long',
  'conversions of JSON whose result depends on the version of Newtonsoft.Json, such as a JSON date or `2.5` to `Dictionary<string, string>`',
  'a parameter of a lambda with the name of a variable that is in scope',
  'a conversion of a `double` or `float` to an integer type that cannot hold it, whose result C# does not specify',
];

/** Values that only the gateway knows. An expression that reads one compiles, but its evaluation is rejected. */
export const UNKNOWN_VALUES: readonly string[] = [
  'certificates and RSA keys; `context.Deployment.Certificates` contains each certificate that an expression names, and what it signs has the signature `simulated-signature`',
  'groups, identities, and notes of a user; dates and keys of a subscription; settings of a product',
  'hash codes, except those of integers, `bool`, `Guid`, and strings',
  'the order of strings whose first difference is a hyphen, an apostrophe, or two symbols',
];

/** What depends on the version of .NET, with the page that describes it; without a page, it is an assumption. */
export const DIFFERENCES: readonly { readonly what: string; readonly source?: string }[] = [
  {
    what: 'The text of a `double` or `float` has the digits that are needed to read the same number again, and `F2` and the like round its exact value.',
    source: 'https://devblogs.microsoft.com/dotnet/floating-point-parsing-and-formatting-improvements-in-net-core-3-0/',
  },
  {
    what: '`TimeSpan.FromSeconds` and the like, and `DateTime.AddSeconds`, are exact to the tick.',
  },
  {
    what: 'The local time of the gateway is UTC, and its line endings are those of Windows.',
  },
  {
    what: 'The hash code of a `Guid` is that of .NET Core, and the one of a string, which differs between processes, is one of the possible values.',
    source: 'https://learn.microsoft.com/dotnet/api/system.string.gethashcode',
  },
  {
    what: 'In the culture en-US, a possible value of the assumption [`culture`](simulator.md#culture), texts are those of Windows: a plain space before AM and PM, where ICU writes a narrow no-break space, and parentheses around a negative amount.',
  },
  {
    what: '`P` writes a space before the percent sign.',
  },
  {
    what: 'Removing an entry of a `Dictionary` does not end its enumeration.',
  },
  {
    what: 'JSON is read as Newtonsoft.Json 12 and later do: comments are skipped, and the last of several properties with the same name counts.',
    source: 'https://newtonsoft.com/json/help/html/T_Newtonsoft_Json_Linq_JsonLoadSettings.htm',
  },
];

/** Returns the supported types with the names of their members. */
export function supportedTypes(): { readonly name: string; readonly members: readonly string[] }[] {
  return declaredTypes()
    .filter(({ name }) => /^\w+$/.test(name) && name !== 'void')
    .map(({ name, members }) => ({ name, members: members.filter((member) => !/^set/.test(member)).map(shown) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function shown(member: string): string {
  return member === 'new' ? '(constructor)' : member === 'this' ? '(indexer)' : member;
}
