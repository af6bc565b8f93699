import { createHash, createHmac } from 'node:crypto';
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

interface Hash {
  readonly algorithm: string;
  readonly key?: Uint8Array;
}

for (const name of ['MD5', 'SHA1', 'SHA256', 'SHA384', 'SHA512']) {
  const algorithm = name.toLowerCase();
  declare(name, {
    [`static ${name} Create()`]: (): Hash => ({ algorithm }),
    'byte[] ComputeHash(byte[])': (_: Hash, bytes: Uint8Array | null) =>
      new Uint8Array(createHash(algorithm).update(given(bytes)).digest()),
    'static byte[] HashData(byte[])': (bytes: Uint8Array) =>
      new Uint8Array(createHash(algorithm).update(bytes).digest()),
    'void Dispose()': () => null,
  });
  declare(`HMAC${name}`, {
    'new(byte[])': (key: Uint8Array | null): Hash => ({ algorithm, key: given(key) }),
    'byte[] ComputeHash(byte[])': ({ key }: Hash, bytes: Uint8Array | null) =>
      new Uint8Array(
        createHmac(algorithm, key ?? new Uint8Array())
          .update(given(bytes))
          .digest(),
      ),
    'void Dispose()': () => null,
  });
}

/** What neither form escapes. */
function escaped(text: string): string {
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8')).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function unescaped(text: string): string {
  return text.replace(/(?:%[\da-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

declare('Uri', {
  'static string EscapeDataString(string)': (text: string | null) => escaped(given(text)),
  'static string UnescapeDataString(string)': (text: string | null) => unescaped(given(text)),
  'new(string)': (text: string) => {
    try {
      return new URL(given(text));
    } catch {
      throw formatException('Invalid URI: The format of the URI could not be determined.');
    }
  },
  'string Host': (url: URL) => url.hostname,
  'string Scheme': (url: URL) => url.protocol.slice(0, -1),
  'string AbsolutePath': (url: URL) => url.pathname,
  'string AbsoluteUri': (url: URL) => url.href,
  'string Query': (url: URL) => url.search,
  'string PathAndQuery': (url: URL) => url.pathname + url.search,
  'int Port': (url: URL) => Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
});

declare('WebUtility', {
  'static string UrlEncode(string)': (text: string | null) =>
    text === null
      ? null
      : escaped(text).replace(/%(?:20|21|28|29|2A)/g, (code) =>
          code === '%20' ? '+' : String.fromCharCode(parseInt(code.slice(1), 16)),
        ),
  'static string UrlDecode(string)': (text: string | null) =>
    text === null ? null : unescaped(text.replaceAll('+', ' ')),
});
