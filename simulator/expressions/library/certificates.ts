import { Unsupported } from '../errors';
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
declare(
  'RSA',
  unknown('keys are', [
    'static RSA Create()',
    'static RSA Create(int)',
    'byte[] SignData(byte[], HashAlgorithmName, RSASignaturePadding)',
    'byte[] SignHash(byte[], HashAlgorithmName, RSASignaturePadding)',
    'bool VerifyData(byte[], byte[], HashAlgorithmName, RSASignaturePadding)',
    'bool VerifyHash(byte[], byte[], HashAlgorithmName, RSASignaturePadding)',
    'byte[] Encrypt(byte[], RSAEncryptionPadding)',
    'byte[] Decrypt(byte[], RSAEncryptionPadding)',
    'void Dispose()',
  ]),
);
declare(
  'X509Certificate2',
  unknown('certificates are', [
    'new(byte[])',
    'new(byte[], string)',
    'string FriendlyName',
    'bool HasPrivateKey',
    'string Issuer',
    'X500DistinguishedName IssuerName',
    'DateTime NotAfter',
    'DateTime NotBefore',
    'RSA PrivateKey',
    'byte[] RawData',
    'string SerialNumber',
    'string Subject',
    'X500DistinguishedName SubjectName',
    'string Thumbprint',
    'int Version',
    'string GetCertHashString()',
    'string GetExpirationDateString()',
    'RSA GetRSAPrivateKey()',
    'RSA GetRSAPublicKey()',
    'string GetSerialNumberString()',
    'byte[] GetRawCertData()',
    'bool Verify()',
    'bool VerifyNoRevocation()',
  ]),
);
