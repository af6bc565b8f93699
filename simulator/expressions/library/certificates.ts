import { budget } from '../budget';
import { DictionaryValue, PairValue } from '../collection';
import { given, Unsupported } from '../errors';
import * as t from '../types';
import type { Value } from '../value';
import { declare, type Written } from './declare';

/** Members whose values exist only on the gateway. Using one of them ends the evaluation. */
export function unknown(what: string, signatures: readonly string[]): Record<string, Written> {
  const refuse = (): never => {
    throw new Unsupported(`${what} known only to the gateway`);
  };
  return Object.fromEntries(signatures.map((signature) => [signature, refuse]));
}

declare('X500DistinguishedName', unknown('the names of certificates are', ['string Name']));

for (const name of ['MD5', 'SHA1', 'SHA256', 'SHA384', 'SHA512']) {
  declare('HashAlgorithmName', { [`static HashAlgorithmName ${name}`]: () => ({ name }) });
}
for (const name of ['Pkcs1', 'Pss']) {
  declare('RSASignaturePadding', { [`static RSASignaturePadding ${name}`]: () => ({ name }) });
}
for (const name of ['Pkcs1', 'OaepSHA1', 'OaepSHA256']) {
  declare('RSAEncryptionPadding', { [`static RSAEncryptionPadding ${name}`]: () => ({ name }) });
}

/** A recognizable placeholder of a signature. */
const SIGNATURE = Buffer.from('simulated-signature');

function sign(_: object, bytes: Uint8Array | null): Uint8Array {
  budget.spend(200 + (given(bytes, 'data').length >> 3));
  return new Uint8Array(SIGNATURE);
}

declare('RSA', {
  'byte[] SignData(byte[], HashAlgorithmName, RSASignaturePadding)': sign,
  'byte[] SignHash(byte[], HashAlgorithmName, RSASignaturePadding)': sign,
  'void Dispose()': () => null,
  ...unknown('keys are', [
    'static RSA Create()',
    'static RSA Create(int)',
    'bool VerifyData(byte[], byte[], HashAlgorithmName, RSASignaturePadding)',
    'bool VerifyHash(byte[], byte[], HashAlgorithmName, RSASignaturePadding)',
    'byte[] Encrypt(byte[], RSAEncryptionPadding)',
    'byte[] Decrypt(byte[], RSAEncryptionPadding)',
  ]),
});
declare('X509Certificate2', {
  'RSA PrivateKey | GetRSAPrivateKey()': () => ({}),
  ...unknown('certificates are', [
    'new(byte[])',
    'new(byte[], string)',
    'string FriendlyName',
    'bool HasPrivateKey',
    'string Issuer',
    'X500DistinguishedName IssuerName',
    'DateTime NotAfter',
    'DateTime NotBefore',
    'byte[] RawData',
    'string SerialNumber',
    'string Subject',
    'X500DistinguishedName SubjectName',
    'string Thumbprint',
    'int Version',
    'string GetCertHashString()',
    'string GetExpirationDateString()',
    'RSA GetRSAPublicKey()',
    'string GetSerialNumberString()',
    'byte[] GetRawCertData()',
    'bool Verify()',
    'bool VerifyNoRevocation()',
  ]),
});

/** The certificates of a service. Each one that an expression names exists, but nothing is known about it. */
class Certificates extends Map<Value, PairValue> {
  override get(thumbprint: Value): PairValue {
    return new PairValue(thumbprint, {}, t.STRING, CERTIFICATE);
  }

  override get size(): number {
    return notKnown();
  }

  override values(): never {
    return notKnown();
  }
}

function notKnown(): never {
  throw new Unsupported('certificates are known only to the gateway');
}

const CERTIFICATE = t.type('X509Certificate2');

export function certificates(): DictionaryValue {
  return new DictionaryValue(t.STRING, CERTIFICATE, false, new Certificates());
}
