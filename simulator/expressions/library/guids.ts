import { budget } from '../budget';
import { type } from '../types';
import { Value } from '../value';
import { defaultOf } from '../conversions';
import { argumentNull, argument, formatException } from '../errors';
import { formatted } from '../format-any';
import { Frame } from '../frame';
import { areEqual } from '../operators';
import { GuidValue, OutCell } from '../value';
import { declare, framed } from './declare';

const GUID = /^([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})$/i;
/** Without separators, or in braces or parentheses. */
const OTHER_FORMS = /^(?:([\da-f]{32})|\{([\da-f-]{36})\}|\(([\da-f-]{36})\))$/i;

function guid(text: string | null): GuidValue | undefined {
  budget.scan(text?.length ?? 0);
  const trimmed = text?.trim() ?? '';
  const [, plain, inBraces, inBrackets] = OTHER_FORMS.exec(trimmed) ?? [];
  const dashed = plain?.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') ?? inBraces ?? inBrackets ?? trimmed;
  return GUID.test(dashed) ? new GuidValue(dashed.toLowerCase()) : undefined;
}

declare('Guid', {
  'static Guid NewGuid()': framed(({ context }: Frame) => {
    budget.spend(64);
    const digit = (): string => Math.floor(context.random() * 16).toString(16);
    const variant = (): string => '89ab'.charAt(Math.floor(context.random() * 4));
    return new GuidValue(
      'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => (place === 'x' ? digit() : variant())),
    );
  }),
  'static Guid Empty': () => defaultOf(type('Guid')),
  'new(string)': (text: string) => parseGuid(text),
  'static Guid Parse(string)': (text: string) => parseGuid(text),
  'static bool TryParse(string, out Guid)': (text: string | null, out: OutCell) => {
    const value = guid(text);
    out.value = value ?? defaultOf(type('Guid'));
    return value !== undefined;
  },
  'new(byte[])': (bytes: Uint8Array | null) => {
    if (bytes === null) throw argumentNull('b');
    if (bytes.length !== 16) throw argument('Byte array for Guid must be exactly 16 bytes long.');
    const hex = Buffer.from(mixedEndian(bytes)).toString('hex');
    return new GuidValue(hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
  },
  'byte[] ToByteArray()': ({ text }: GuidValue) => mixedEndian(Buffer.from(text.replaceAll('-', ''), 'hex')),
  'bool Equals(Guid)': areEqual,
  'string ToString(string)': (value: Value, format: string) => formatted(value, format),
});

/** The first three groups of a Guid have their bytes in reverse order; the last two do not. */
function mixedEndian(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15], (index) => bytes[index]);
}

function parseGuid(text: string): GuidValue {
  const value = guid(text);
  if (!value) throw formatException('Unrecognized Guid format.');
  return value;
}
