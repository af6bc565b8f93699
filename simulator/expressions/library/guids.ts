import { budget } from '../budget';
import { type } from '../types';
import { Value, GuidValue } from '../value';
import { defaultOf } from '../conversions';
import { argumentNull, argument } from '../errors';
import { formatted } from '../format-any';
import { Frame } from '../frame';
import { areEqual } from '../operators';
import { parseGuid } from '../parse-guid';
import { declare, framed } from './declare';
import { tryParse } from './try-parse';

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
  'new(string)': parseGuid,
  'static Guid Parse(string)': parseGuid,
  'static bool TryParse(string, out Guid)': tryParse(type('Guid'), parseGuid),
  'new(byte[])': (bytes: Uint8Array | null) => {
    if (bytes === null) throw argumentNull('b');
    if (bytes.length !== 16) throw argument('Byte array for Guid must be exactly 16 bytes long.');
    const hex = Buffer.from(mixedEndian(bytes)).toString('hex');
    return new GuidValue(hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
  },
  'byte[] ToByteArray()': (guid: GuidValue) => new Uint8Array(guidBytes(guid)),
  'bool Equals(Guid)': areEqual,
  'string ToString(string)': (value: Value, format: string) => formatted(value, format),
});

export function guidBytes({ text }: GuidValue): Buffer {
  return Buffer.from(mixedEndian(Buffer.from(text.replaceAll('-', ''), 'hex')));
}

/** The first three groups of a Guid have their bytes in reverse order; the last two do not. */
function mixedEndian(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15], (index) => bytes[index]);
}
