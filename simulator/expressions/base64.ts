import { budget } from './budget';

export function base64(bytes: Uint8Array): string {
  budget.scan(bytes.length);
  budget.text(Math.ceil(bytes.length / 3) * 4);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
