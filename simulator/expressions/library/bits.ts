import { budget } from '../budget';
import { argument, argumentNull, outOfRange } from '../errors';
import { bitsOf, integral, toNumeric } from '../numeric';
import * as t from '../types';
import { CharValue, DoubleValue, Value } from '../value';
import { declare } from './declare';

/** The integer types of `BitConverter`, whose bytes are in little-endian order. */
const TYPES: readonly (readonly [name: string, type: t.Type])[] = [
  ['Int16', t.SHORT],
  ['UInt16', t.USHORT],
  ['Int32', t.INT],
  ['UInt32', t.UINT],
  ['Int64', t.LONG],
  ['UInt64', t.ULONG],
];

function view(bytes: Uint8Array | null, start: number, size: number): DataView {
  if (bytes === null) throw argumentNull('value');
  if (start < 0 || start >= bytes.length) throw outOfRange('startIndex');
  if (start + size > bytes.length) throw argument('Destination array is not long enough to copy all the items.');
  return new DataView(bytes.buffer, bytes.byteOffset + start, size);
}

function made(size: number, write: (into: DataView) => void): Uint8Array {
  budget.allocate(size);
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}

for (const [name, type] of TYPES) {
  const size = bitsOf(type) / 8;
  declare('BitConverter', {
    [`static ${type.name} To${name}(byte[], int)`]: (bytes: Uint8Array | null, start: number) => {
      const from = view(bytes, start, size);
      let value = 0n;
      for (let index = size - 1; index >= 0; index--) value = value * 256n + BigInt(from.getUint8(index));
      return toNumeric(value, type.name);
    },
    [`static byte[] GetBytes(${type.name})`]: (value: Value) =>
      made(size, (into) => {
        for (let index = 0; index < size; index++)
          into.setUint8(index, Number((integral(value) >> BigInt(8 * index)) & 255n));
      }),
  });
}

declare('BitConverter', {
  'static bool IsLittleEndian': () => true,
  'static double ToDouble(byte[], int)': (bytes: Uint8Array | null, start: number) =>
    new DoubleValue(view(bytes, start, 8).getFloat64(0, true)),
  'static bool ToBoolean(byte[], int)': (bytes: Uint8Array | null, start: number) =>
    view(bytes, start, 1).getUint8(0) !== 0,
  'static byte[] GetBytes(double)': ({ value }: DoubleValue) => made(8, (into) => into.setFloat64(0, value, true)),
  'static byte[] GetBytes(bool)': (value: boolean) => made(1, (into) => into.setUint8(0, value ? 1 : 0)),
  'static byte[] GetBytes(char)': ({ code }: CharValue) => made(2, (into) => into.setUint16(0, code, true)),
});
