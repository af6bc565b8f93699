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
  'Tuple',
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

/** Values that only the gateway knows. An expression that reads one compiles, but its evaluation is rejected. */
export const UNKNOWN_VALUES: readonly string[] = [
  'certificates and RSA keys: `context.Deployment.Certificates`, `X509Certificate2`, and `RSA`',
  'groups, identities, and notes of a user; dates and keys of a subscription; settings of a product',
  '`context.Deployment.Gateway.InstanceId`',
  'hash codes, except those of integers and `bool`',
  'the text of a date without a format, and formats that depend on the culture',
  'whether a `string` and an `object` with equal text are the same object (`==` between them)',
];

/** How expressions differ from .NET Framework or from another version of .NET, with the source that decides. */
export const DIFFERENCES: readonly { readonly what: string; readonly source: string }[] = [
  {
    what: 'The text of a `double` or `float` has the digits that are needed to read the same number again, and `F2` and the like round its exact value.',
    source:
      'https://learn.microsoft.com/dotnet/core/compatibility/3.0#floating-point-formatting-and-parsing-behavior-changes',
  },
  {
    what: '`TimeSpan.FromSeconds` and the like, and `DateTime.AddSeconds`, are exact to the tick.',
    source: 'https://learn.microsoft.com/dotnet/api/system.timespan.fromseconds',
  },
  {
    what: 'The local time of the gateway is UTC, and its line endings are those of Windows.',
    source: 'https://learn.microsoft.com/azure/api-management/api-management-policy-expressions',
  },
  {
    what: '`P` writes a space before the percent sign.',
    source:
      'https://learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings#percent-format-specifier-p',
  },
  {
    what: 'Removing an entry of a `Dictionary` does not end its enumeration.',
    source: 'https://learn.microsoft.com/dotnet/api/system.collections.generic.dictionary-2.remove',
  },
  {
    what: 'A regular expression matches a character outside of the Basic Multilingual Plane as one character. Backreferences, atomic groups, conditions, inline options after the start, class subtraction, `RightToLeft`, and `ECMAScript` are rejected, and so are patterns that could take long; a timeout therefore never expires.',
    source: 'https://learn.microsoft.com/dotnet/standard/base-types/regular-expression-language-quick-reference',
  },
  {
    what: 'JSON is read as Newtonsoft.Json 13 does: comments are skipped, and the last of several properties with the same name counts.',
    source: 'https://www.newtonsoft.com/json/help/html/T_Newtonsoft_Json_Linq_JsonLoadSettings.htm',
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
