import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { budget } from '../budget';
import { argumentNull, CSharpException, given, Unsupported } from '../errors';
import { Value } from '../value';
import { declare } from './declare';

/** Spends the cost of hashing or encrypting bytes. */
function worked(bytes: Uint8Array | null, name = 'buffer'): Uint8Array {
  // Starting has a fixed cost.
  budget.spend(200 + (given(bytes, name).length >> 3));
  return bytes!;
}

interface Hash {
  readonly algorithm: string;
}

interface KeyedHash extends Hash {
  /** Undefined if .NET would generate a random key. */
  key?: Uint8Array;
}

function keyOf({ key }: KeyedHash): Uint8Array {
  if (!key) throw new Unsupported('a random key is not supported');
  return key;
}

for (const name of ['MD5', 'SHA1', 'SHA256', 'SHA384', 'SHA512']) {
  const algorithm = name.toLowerCase();
  declare(name, {
    [`static ${name} Create()`]: (): Hash => ({ algorithm }),
    'byte[] ComputeHash(byte[])': (_: Hash, bytes: Uint8Array | null) =>
      new Uint8Array(createHash(algorithm).update(worked(bytes)).digest()),
    'static byte[] HashData(byte[])': (bytes: Uint8Array | null) =>
      new Uint8Array(createHash(algorithm).update(worked(bytes, 'source')).digest()),
    'void Dispose()': () => null,
  });
  declare(`HMAC${name}`, {
    'new()': (): KeyedHash => ({ algorithm }),
    'new(byte[])': (key: Uint8Array | null): KeyedHash => ({ algorithm, key: given(key, 'key') }),
    'byte[] Key': keyOf,
    'void set_Key(byte[])': (hash: KeyedHash, key: Uint8Array | null) => {
      hash.key = given(key, 'value');
    },
    'byte[] ComputeHash(byte[])': (hash: KeyedHash, bytes: Uint8Array | null) =>
      new Uint8Array(createHmac(algorithm, keyOf(hash)).update(worked(bytes)).digest()),
    'void Dispose()': () => null,
  });
}

/** Returns the name of the cipher with the defaults of .NET: CBC mode and PKCS #7 padding. */
function cipher(algorithm: string | null, key: Uint8Array | null, iv: Uint8Array | null): string {
  if (!/^(?:aes|aesmanaged|rijndael)$/i.test(algorithm ?? ''))
    throw new Unsupported(`the algorithm '${algorithm ?? ''}' is not supported; Aes is`);
  const bits = given(key, 'rgbKey').length * 8;
  if (![128, 192, 256].includes(bits)) throw failed('Specified key is not a valid size for this algorithm.');
  if (given(iv, 'rgbIV').length !== 16)
    throw failed('Specified initialization vector (IV) does not match the block size for this algorithm.');
  return `aes-${bits}-cbc`;
}

function octets(bytes: Value): Uint8Array {
  if (bytes instanceof Uint8Array) {
    budget.allocate(3 * bytes.length);
    return worked(bytes);
  }
  throw bytes === null ? argumentNull('input') : new Unsupported('only bytes can be encrypted');
}

function failed(message: string): CSharpException {
  return new CSharpException('CryptographicException', message);
}

declare(
  'IEnumerable<T>',
  {
    'byte[] Encrypt(string, byte[], byte[])': (bytes: Value, name: string | null, key: Uint8Array, iv: Uint8Array) => {
      const working = createCipheriv(cipher(name, key, iv), key, iv);
      return new Uint8Array(Buffer.concat([working.update(octets(bytes)), working.final()]));
    },
    'byte[] Decrypt(string, byte[], byte[])': (bytes: Value, name: string | null, key: Uint8Array, iv: Uint8Array) => {
      const working = createDecipheriv(cipher(name, key, iv), key, iv);
      const encrypted = octets(bytes);
      try {
        return new Uint8Array(Buffer.concat([working.update(encrypted), working.final()]));
      } catch {
        throw failed('Padding is invalid and cannot be removed.');
      }
    },
  },
  { isExtension: true },
);
