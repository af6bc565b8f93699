import { CSharpException, invalidOperation } from '../errors';
import { formatValue } from '../format';
import { formatted } from '../format-any';
import { areEqual } from '../operators';
import { PairValue } from '../collection';
import { INVARIANT } from '../culture';
import { EnumValue, Value } from '../value';
import { defaultOf } from '../conversions';
import { declare, declareEnum, typed } from './declare';

declare('object', {
  'string ToString()': (value: Value) => formatValue(value),
  'bool Equals(object)': (value: Value, other: Value) => areEqual(value, other),
  'static bool Equals(object, object)': (a: Value, b: Value) => areEqual(a, b),
  'static bool ReferenceEquals(object, object)': (a: Value, b: Value) => a === b,
});
declare('void', {});
declare('Enum', {
  'string ToString(string)': (value: EnumValue, format: string) => formatted(value, format),
  'bool HasFlag(Enum)': (value: EnumValue, flag: EnumValue) => (value.number & flag.number) === flag.number,
});
declare('Func', {});
declare('Action', {});
declare('IFormatProvider', {});
declare(
  'CultureInfo',
  {
    'static CultureInfo InvariantCulture': () => INVARIANT,
  },
  { bases: ['IFormatProvider'] },
);
declareEnum('HttpStatusCode', [
  ['OK', 200],
  ['Created', 201],
  ['Accepted', 202],
  ['NoContent', 204],
  ['BadRequest', 400],
  ['Unauthorized', 401],
  ['Forbidden', 403],
  ['NotFound', 404],
  ['RequestTimeout', 408],
  ['Conflict', 409],
  ['InternalServerError', 500],
  ['BadGateway', 502],
  ['ServiceUnavailable', 503],
  ['GatewayTimeout', 504],
]);

declare('KeyValuePair<K, V>', {
  'K Key': (pair: PairValue) => pair.key,
  'V Value': (pair: PairValue) => pair.value,
});

// The type for T? is named `?`, which is not a valid name in C#.
declare('T?', {
  'bool HasValue': (value: Value) => value !== null,
  'T Value': (value: Value) => {
    if (value === null) throw invalidOperation('Nullable object must have a value.');
    return value;
  },
  'T GetValueOrDefault()': typed((of) => {
    const other = defaultOf(of('T'));
    return (value: Value) => value ?? other;
  }),
  'T GetValueOrDefault(T)': (value: Value, other: Value) => value ?? other,
  'string ToString()': (value: Value) => formatValue(value),
});

const EXCEPTIONS: readonly (readonly [name: string, base: string])[] = [
  ['SystemException', 'Exception'],
  ['ApplicationException', 'Exception'],
  ['ArgumentException', 'SystemException'],
  ['ArgumentNullException', 'ArgumentException'],
  ['ArgumentOutOfRangeException', 'ArgumentException'],
  ['ArithmeticException', 'SystemException'],
  ['CryptographicException', 'SystemException'],
  ['DivideByZeroException', 'ArithmeticException'],
  ['OverflowException', 'ArithmeticException'],
  ['FormatException', 'SystemException'],
  ['IndexOutOfRangeException', 'SystemException'],
  ['InvalidCastException', 'SystemException'],
  ['InvalidOperationException', 'SystemException'],
  ['SwitchExpressionException', 'InvalidOperationException'],
  ['KeyNotFoundException', 'SystemException'],
  ['NotImplementedException', 'SystemException'],
  ['NotSupportedException', 'SystemException'],
  ['NullReferenceException', 'SystemException'],
  ['TimeoutException', 'SystemException'],
  ['UnauthorizedAccessException', 'SystemException'],
  ['RegexMatchTimeoutException', 'TimeoutException'],
  ['UriFormatException', 'FormatException'],
  ['XmlException', 'SystemException'],
  ['TimeZoneNotFoundException', 'Exception'],
  ['JsonException', 'Exception'],
  ['JsonReaderException', 'JsonException'],
  ['JsonSerializationException', 'JsonException'],
];

declare(
  'Exception',
  {
    'string Message': (exception: CSharpException) => exception.message,
    'Exception InnerException': (exception: CSharpException) => exception.inner,
  },
  { bases: ['object'] },
);

for (const [name, base] of [['Exception', 'object'] as const, ...EXCEPTIONS]) {
  declare(
    name,
    {
      'new()': () => new CSharpException(name, `Exception of type 'System.${name}' was thrown.`),
      'new(string)': (message: string | null) => new CSharpException(name, message ?? ''),
      'new(string, Exception)': (message: string | null, inner: CSharpException | null) =>
        new CSharpException(name, message ?? '', inner),
    },
    { bases: name === 'Exception' ? [] : [base] },
  );
}
