/** A case with the results of Mono and of the simulator, in the notation of the host. */
export interface Compared {
  readonly kind: string;
  readonly body: string;
  readonly mono: string;
  readonly simulator: string;
}

/** A difference between Mono and .NET that is not a fault of the simulator. */
export interface KnownDifference {
  /** What .NET does, in one sentence. */
  readonly what: string;
  readonly source: string;
  readonly matches: (compared: Compared) => boolean;
}

const isFloat = ({ mono, simulator }: Compared): boolean =>
  /^(?:Double|Single) /.test(mono) && /^(?:Double|Single) /.test(simulator);

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    what: 'The text of a double or float has the digits that are needed to read the same number again, and rounding to a number of digits uses its exact value. Mono uses 15 digits, as .NET Framework does.',
    source:
      'https://learn.microsoft.com/dotnet/core/compatibility/3.0#floating-point-formatting-and-parsing-behavior-changes',
    matches: ({ body, mono, simulator }) =>
      /(?:double|float) |\d\.\d|\d[eE][-+]?\d|\df\b|NaN/.test(body) &&
      /^String /.test(mono) &&
      /^String /.test(simulator),
  },
  {
    what: 'The result of converting a double to a smaller integer type is unspecified if the value is out of range.',
    source:
      'https://learn.microsoft.com/dotnet/csharp/language-reference/builtin-types/numeric-conversions#explicit-numeric-conversions',
    matches: ({ kind, body }) =>
      kind === 'casts' && /^(?:double|float) a = (?:1e10|double\.NaN|16777217f|-)/.test(body),
  },
  {
    what: 'The last digit of a double depends on the processor and the compiler.',
    source:
      'https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/types#837-floating-point-types',
    matches: (compared) => isFloat(compared),
  },
  {
    what: 'A TimeSpan from a number of seconds is exact to the tick. Mono rounds it to milliseconds, as .NET Framework does.',
    source: 'https://learn.microsoft.com/dotnet/core/compatibility/3.0',
    matches: ({ body, mono, simulator }) =>
      /From(?:Seconds|Minutes|Hours|Days)|Add(?:Days|Hours)/.test(body) &&
      /^(?:TimeSpan|DateTime)/.test(mono) &&
      /^(?:TimeSpan|DateTime)/.test(simulator),
  },
  {
    what: 'The sign of negative zero is part of its text.',
    source:
      'https://learn.microsoft.com/dotnet/core/compatibility/3.0#floating-point-formatting-and-parsing-behavior-changes',
    matches: ({ body }) => /-0\.0/.test(body),
  },
  {
    what: 'Only the sign of the result of a comparison is specified.',
    source: 'https://learn.microsoft.com/dotnet/api/system.string.compare',
    matches: ({ body, mono, simulator }) =>
      /string\.Compare\(/.test(body) && /^Int32 /.test(mono) && mono.includes('-') === simulator.includes('-'),
  },
  {
    what: 'Whether Last and ElementAt evaluate the items before theirs depends on the version of .NET.',
    source: 'https://learn.microsoft.com/dotnet/api/system.linq.enumerable.last',
    matches: ({ body, simulator }) =>
      /10 \/ \(x - 2\).*\.(?:Last|ElementAt|Count)\(/.test(body) && simulator === 'throws DivideByZeroException',
  },
  {
    what: 'A collection that changes while it is enumerated throws. Removing an entry of a dictionary does not count as a change.',
    source: 'https://learn.microsoft.com/dotnet/api/system.collections.generic.dictionary-2.remove',
    matches: ({ body, mono }) => /\.Remove\(/.test(body) && mono === 'throws InvalidOperationException',
  },
];

/** Returns the known difference that explains a case. */
export function knownDifference(compared: Compared): KnownDifference | undefined {
  return KNOWN_DIFFERENCES.find(({ matches }) => matches(compared));
}
