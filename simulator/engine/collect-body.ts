import { Readable } from 'node:stream';
import type { Body } from '../message';
import type { Pending } from './step';

/** A gateway does not hold more of one body than this, in bytes. */
export const LARGEST_BODY = 128 * 1024 * 1024;

/** What came of waiting for a body. */
export type Collected = 'collected' | 'too large' | 'lost';

/** Waits for all of a body that is still on its way, so that policies can read it and retries can send it again. */
export function* collectBody(body: Body): Generator<Pending, Collected, void> {
  const { content } = body;
  if (!(content instanceof Readable)) return 'collected';
  let collected: Collected = 'lost';
  yield (resume) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    content.on('data', (chunk: Uint8Array) => {
      size += chunk.byteLength;
      if (size <= LARGEST_BODY) chunks.push(chunk);
      else {
        collected = 'too large';
        content.destroy();
      }
    });
    content.on('end', () => {
      collected = 'collected';
      body.write(Buffer.concat(chunks));
    });
    content.on('error', () => undefined);
    content.on('close', resume);
  };
  return collected;
}
