import { base64 } from '../base64';
import { bounded, budget } from '../budget';
import { formatException, given, Unsupported } from '../errors';
import { declare } from './declare';

const ENCODINGS: Readonly<
  Record<string, { readonly encode: (text: string) => Buffer; readonly decode: (bytes: Buffer) => string }>
> = {
  UTF8: { encode: (text) => Buffer.from(text, 'utf8'), decode: (bytes) => bytes.toString('utf8') },
  ASCII: {
    encode: (text) => Buffer.from(onlyAscii(text, '?'), 'latin1'),
    decode: (bytes) => onlyAscii(bytes.toString('latin1'), '\ufffd'),
  },
  Unicode: {
    encode: (text) => Buffer.from(text, 'utf16le'),
    decode: (bytes) => bytes.toString('utf16le'),
  },
};
type Encoding = (typeof ENCODINGS)[string];
const LATIN_1: Encoding = {
  encode: (text) => {
    if (/[^\0-\xff]/.test(text)) throw new Unsupported('a character that ISO-8859-1 does not have is not supported');
    return Buffer.from(text, 'latin1');
  },
  decode: (bytes) => bytes.toString('latin1'),
};
const BY_NAME = new Map(Object.entries({ 'utf-8': ENCODINGS.UTF8, 'iso-8859-1': LATIN_1 }));

function onlyAscii(text: string, other: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  budget.spend(4 * text.length);
  return text.replace(/[^\0-\x7f]/g, other);
}

/** Returns the same bytes without copying them. */
function bufferOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

function octets({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

declare('Encoding', {
  ...Object.fromEntries(
    Object.entries(ENCODINGS).map(([name, encoding]) => [`static Encoding ${name}`, () => encoding]),
  ),
  'static Encoding GetEncoding(string)': (name: string | null) => {
    const encoding = BY_NAME.get(given(name, 's').toLowerCase());
    if (!encoding) throw new Unsupported('an encoding with this name is not supported');
    return encoding;
  },
  'byte[] GetBytes(string)': (encoding: Encoding, text: string | null) => {
    budget.spend(given(text, 's').length >> 4);
    // A character needs at most three bytes.
    budget.allocate(3 * given(text, 's').length);
    return octets(encoding.encode(given(text, 's')));
  },
  'string GetString(byte[])': (encoding: Encoding, bytes: Uint8Array | null) => {
    budget.spend(given(bytes, 's').length >> 4);
    return bounded(encoding.decode(bufferOf(given(bytes, 's'))));
  },
});

declare('Convert', {
  'static string ToBase64String(byte[])': (bytes: Uint8Array | null) => base64(given(bytes, 's')),
  'static byte[] FromBase64String(string)': (text: string | null) => {
    budget.spend(given(text, 's').length >> 4);
    budget.allocate(given(text, 's').length);
    const bare = given(text, 's').replace(/[ \t\r\n]/g, '');
    if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) {
      throw formatException(
        'The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.',
      );
    }
    return octets(Buffer.from(bare, 'base64'));
  },
  'static string ToHexString(byte[])': (bytes: Uint8Array) => hex(bytes),
});

declare('BitConverter', {
  'static string ToString(byte[])': (bytes: Uint8Array) => {
    budget.spend(4 * bytes.length);
    budget.text(3 * bytes.length);
    return hex(bytes).replace(/..(?=.)/g, '$&-');
  },
});

function hex(bytes: Uint8Array): string {
  budget.spend(bytes.length >> 4);
  budget.text(2 * bytes.length);
  return bufferOf(bytes).toString('hex').toUpperCase();
}
