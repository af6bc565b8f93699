import { bounded, budget } from '../budget';
import { STRING, type } from '../types';
import { DictionaryValue, SequenceValue } from '../collection';
import { DateTimeValue, OutCell, Value } from '../value';
import { EPOCH } from '../format-date';
import { registerClass } from '../runtime-type';
import { formatValue } from '../format';
import { declare } from './declare';

type Json = Readonly<Record<string, unknown>>;

/** A decoded JSON Web Token. Its signature is not validated. */
class JwtValue {
  constructor(
    readonly header: ReadonlyMap<string, unknown>,
    readonly payload: ReadonlyMap<string, unknown>,
  ) {}
}
registerClass(JwtValue, type('Jwt'));

class BasicValue {
  constructor(
    readonly userId: string,
    readonly password: string,
  ) {}
}
registerClass(BasicValue, type('BasicAuthCredentials'));

function part(text: string): ReadonlyMap<string, unknown> | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const json: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? new Map(Object.entries(json as Json))
      : undefined;
  } catch {
    return undefined;
  }
}

/** Decodes a token, with or without `Bearer`. Returns null if it is not a token. */
export function parseJwt(text: string): JwtValue | null {
  const parts = text
    .replace(/^Bearer\s+/i, '')
    .trim()
    .split('.');
  if (parts.length !== 3) return null;
  const header = part(parts[0]);
  const payload = part(parts[1]);
  return header && payload ? new JwtValue(header, payload) : null;
}

/** Spends the cost of decoding a string. The result can use several times as much memory. */
function taken(text: string | null): string {
  const length = text?.length ?? 0;
  budget.spend(32 + (length >> 2));
  budget.allocate(8 * length);
  return text ?? '';
}

function parseBasic(text: string): BasicValue | null {
  const match = /^Basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(text);
  const decoded = match ? Buffer.from(match[1], 'base64').toString('utf8') : '';
  const colon = decoded.indexOf(':');
  return colon < 0 ? null : new BasicValue(decoded.slice(0, colon), decoded.slice(colon + 1));
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (value === undefined || value === null) return [];
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

function seconds(value: unknown): Value {
  return typeof value === 'number' ? new DateTimeValue(EPOCH + BigInt(Math.floor(value)) * 10_000_000n, 'Utc') : null;
}

function claims({ payload }: JwtValue): DictionaryValue {
  const dictionary = new DictionaryValue(STRING, type('string[]'));
  for (const [name, value] of payload) dictionary.set(name, new SequenceValue('array', STRING, texts(value)));
  return dictionary;
}

const ofPayload =
  (name: string) =>
  ({ payload }: JwtValue) =>
    texts(payload.get(name))[0] ?? null;
const ofHeader =
  (name: string) =>
  ({ header }: JwtValue) =>
    texts(header.get(name))[0] ?? null;

declare('Jwt', {
  'string Algorithm': ofHeader('alg'),
  'string Type': ofHeader('typ'),
  'string Issuer': ofPayload('iss'),
  'string Subject': ofPayload('sub'),
  'string Id': ofPayload('jti'),
  'IEnumerable<string> Audiences': ({ payload }: JwtValue) =>
    new SequenceValue('sequence', STRING, texts(payload.get('aud'))),
  'Claims Claims': claims,
  'DateTime? ExpirationTime': ({ payload }: JwtValue) => seconds(payload.get('exp')),
  'DateTime? NotBefore': ({ payload }: JwtValue) => seconds(payload.get('nbf')),
  'DateTime? IssuedAt': ({ payload }: JwtValue) => seconds(payload.get('iat')),
});

declare(
  'Claims',
  {
    'string GetValueOrDefault(string)': (dictionary: DictionaryValue, name: string) => joined(dictionary, name) ?? null,
    'string GetValueOrDefault(string, string)': (dictionary: DictionaryValue, name: string, other: string | null) =>
      joined(dictionary, name) ?? other,
  },
  { bases: ['Dictionary<string, string[]>'] },
);

function joined(dictionary: DictionaryValue, name: string): string | undefined {
  const found = dictionary.get(name);
  return found && bounded((found.value as SequenceValue).items.map(formatValue).join(','));
}

/** The value that `get-authorization-context` stores in a variable. */
class AuthorizationValue {
  constructor(readonly accessToken: string) {}
}
registerClass(AuthorizationValue, type('Authorization'));
declare('Authorization', { 'string AccessToken': ({ accessToken }: AuthorizationValue) => accessToken });

declare('BasicAuthCredentials', {
  'string UserId': ({ userId }: BasicValue) => userId,
  'string Password': ({ password }: BasicValue) => password,
});

declare(
  'string',
  {
    'Jwt AsJwt()': (text: string | null) => parseJwt(taken(text)),
    'bool TryParseJwt(out Jwt)': (text: string | null, out: OutCell) => (out.value = parseJwt(taken(text))) !== null,
    'BasicAuthCredentials AsBasic()': (text: string | null) => parseBasic(taken(text)),
    'bool TryParseBasic(out BasicAuthCredentials)': (text: string | null, out: OutCell) =>
      (out.value = parseBasic(taken(text))) !== null,
  },
  { isExtension: true },
);
