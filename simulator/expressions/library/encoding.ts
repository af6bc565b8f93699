import { argumentNull, formatException } from '../errors';
import { declare } from './declare';

function given<T>(value: T | null): T {
  if (value === null) throw argumentNull('s');
  return value;
}

const ENCODINGS: Readonly<
  Record<string, { readonly encode: (text: string) => Buffer; readonly decode: (bytes: Uint8Array) => string }>
> = {
  UTF8: { encode: (text) => Buffer.from(text, 'utf8'), decode: (bytes) => Buffer.from(bytes).toString('utf8') },
  ASCII: {
    encode: (text) =>
      Buffer.from(
        Array.from({ length: text.length }, (_, index) => Math.min(text.charCodeAt(index), 128)).map((code) =>
          code > 127 ? 63 : code,
        ),
      ),
    decode: (bytes) => Array.from(bytes, (byte) => (byte > 127 ? '\ufffd' : String.fromCharCode(byte))).join(''),
  },
  Unicode: {
    encode: (text) => Buffer.from(text, 'utf16le'),
    decode: (bytes) => Buffer.from(bytes).toString('utf16le'),
  },
};
type Encoding = (typeof ENCODINGS)[string];

declare('Encoding', {
  ...Object.fromEntries(
    Object.entries(ENCODINGS).map(([name, encoding]) => [`static Encoding ${name}`, () => encoding]),
  ),
  'byte[] GetBytes(string)': (encoding: Encoding, text: string | null) => new Uint8Array(encoding.encode(given(text))),
  'string GetString(byte[])': (encoding: Encoding, bytes: Uint8Array | null) => encoding.decode(given(bytes)),
});

declare('Convert', {
  'static string ToBase64String(byte[])': (bytes: Uint8Array | null) => Buffer.from(given(bytes)).toString('base64'),
  'static byte[] FromBase64String(string)': (text: string | null) => {
    const bare = given(text).replace(/[ \t\r\n]/g, '');
    if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) {
      throw formatException(
        'The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.',
      );
    }
    return new Uint8Array(Buffer.from(bare, 'base64'));
  },
  'static string ToHexString(byte[])': (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase(),
});

declare('BitConverter', {
  'static string ToString(byte[])': (bytes: Uint8Array) =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('-'),
});
