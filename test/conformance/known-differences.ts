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
  /** The page that says so, or `ASSUMED`. */
  readonly source: string;
  readonly matches: (compared: Compared) => boolean;
}

/** No page says so, and the versions on the gateway are not known. */
const ASSUMED = 'assumption';
const NUMBER = /-?[\d,]*\.?\d+(?:[eE][-+]?\d+)?/g;

function numbersIn(text: string): number[] {
  return [...text.matchAll(NUMBER)].map(([number]) => Number(number.replaceAll(',', '')));
}

/** Returns the bits of a double or float in a result; undefined for other results. */
function doubleIn(result: string): number | undefined {
  const bits = /^(?:Double|Single) ([\da-f]{16})$/.exec(result)?.[1];
  return bits === undefined ? undefined : Buffer.from(bits, 'hex').readDoubleBE();
}

/** Returns whether two texts differ only in numbers, and these numbers agree. */
function sameBut(a: string, b: string, agree: (a: number, b: number) => boolean): boolean {
  // The code of an escaped character is no number.
  const [one, other] = [a, b].map((text) => text.replace(/\\u[\da-f]{4}/g, '\\u'));
  const [others, more] = [one, other].map((text) => text.replace(NUMBER, '#').replace(/ +/g, ' '));
  const [of, by] = [numbersIn(one), numbersIn(other)];
  return others === more && of.length === by.length && of.every((number, index) => agree(number, by[index]));
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    what: 'The text of a double or float has the digits that are needed to read the same number again. Mono writes 15 digits of a double and 7 of a float, as .NET Framework does.',
    source: 'https://devblogs.microsoft.com/dotnet/floating-point-parsing-and-formatting-improvements-in-net-core-3-0/',
    matches: ({ mono, simulator }) =>
      mono.startsWith('String ') &&
      [15, 7].some((digits) => sameBut(mono, simulator, (a, b) => a === Number(b.toPrecision(digits)))),
  },
  {
    what: 'A format with a precision rounds the exact value of a double. Mono rounds its 15 digits, as .NET Framework does.',
    source: 'https://devblogs.microsoft.com/dotnet/floating-point-parsing-and-formatting-improvements-in-net-core-3-0/',
    // The literals whose decimal digits end exactly between two results.
    matches: ({ body, mono, simulator }) =>
      /\b(?:1\.005|2\.675|0\.49999999999999994)\b/.test(body) &&
      sameBut(mono, simulator, (a, b) => Math.abs(a - b) <= 1),
  },
  {
    what: 'The text of negative zero has a sign.',
    source: 'https://devblogs.microsoft.com/dotnet/floating-point-parsing-and-formatting-improvements-in-net-core-3-0/',
    matches: ({ body, mono, simulator }) =>
      body.includes('-0.0') &&
      /^String /.test(mono) &&
      simulator.replace(/[-()]/g, '').replace(/ +/g, ' ') === mono.replace(/ +/g, ' '),
  },
  {
    what: 'TotalSeconds and the like divide the ticks. Mono multiplies them by the reciprocal, which can differ in the last digit.',
    source: ASSUMED,
    matches: ({ body, mono, simulator }) => {
      const [a, b] = [doubleIn(mono), doubleIn(simulator)];
      return /\.Total\w+;$/.test(body) && a !== undefined && b !== undefined && Math.abs(a - b) <= Math.abs(b) * 2e-16;
    },
  },
  {
    what: 'A TimeSpan or date from a number of seconds or the like is exact to the tick. Mono rounds the number to milliseconds, as .NET Framework does.',
    source: ASSUMED,
    matches: ({ body, mono, simulator }) =>
      /FromSeconds\(0\.0004\)|FromMilliseconds\(1\.6\)|AddSeconds\(1\.23456\)|AddMilliseconds\(0\.4\)/.test(body) &&
      !/^throws/.test(mono) &&
      !/^throws/.test(simulator),
  },
  {
    what: 'LastIndexOf of an empty text is the length of the string since .NET 5.',
    source:
      'https://learn.microsoft.com/dotnet/core/compatibility/core-libraries/5.0/lastindexof-improved-handling-of-empty-values',
    matches: ({ body, mono, simulator }) =>
      body.includes('.LastIndexOf("", ') && Number(mono.slice(6)) + 1 === Number(simulator.slice(6)),
  },
  {
    what: 'Whether Last, ElementAt, and Count evaluate the items that they do not return depends on the version of .NET.',
    source: ASSUMED,
    matches: ({ body, mono, simulator }) =>
      /10 \/ \(x - 2\)\).*\.(?:Last|ElementAt|Count)\(/.test(body) &&
      !mono.startsWith('throws') &&
      simulator === 'throws DivideByZeroException',
  },
  {
    what: 'Removing an entry of a Dictionary does not end its enumeration since .NET Core 3.0.',
    source: ASSUMED,
    matches: ({ body, mono }) => body.includes('d.Remove(k)') && mono === 'throws InvalidOperationException',
  },
  {
    what: 'An interpolation of null is empty. The compiler of Mono passes null as the arguments of the format.',
    source: 'https://learn.microsoft.com/dotnet/csharp/language-reference/tokens/interpolated',
    matches: ({ body }) => body === 'return $"{null}";',
  },
  {
    what: 'Newtonsoft.Json 13 throws JsonSerializationException for JSON of another type. Mono has version 6, which casts.',
    source: ASSUMED,
    matches: ({ body, mono, simulator }) =>
      body.includes('DeserializeObject<JObject>("[]")') &&
      mono === 'throws InvalidCastException' &&
      simulator === 'throws JsonSerializationException',
  },
  {
    what: 'Newtonsoft.Json 13 reads bool, byte, short, float, and double as it reads int, and throws JsonReaderException.',
    source: ASSUMED,
    matches: ({ kind, mono, simulator }) =>
      kind === 'tokens' && mono === 'throws JsonSerializationException' && simulator === 'throws JsonReaderException',
  },
  {
    what: 'Newtonsoft.Json 13 keeps the last of several properties with the same name. Mono has version 6, which rejects them.',
    source: 'https://newtonsoft.com/json/help/html/T_Newtonsoft_Json_Linq_JsonLoadSettings.htm',
    matches: ({ kind, body, mono }) =>
      kind === 'json' && /"a\\":1,\\"a/.test(body) && mono === 'throws ArgumentException',
  },
];

/** Returns the known difference that explains a case. */
export function knownDifference(compared: Compared): KnownDifference | undefined {
  return KNOWN_DIFFERENCES.find(({ matches }) => matches(compared));
}
