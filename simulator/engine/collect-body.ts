import { Readable } from 'node:stream';
import type { Body } from '../common/message';
import type { Pending } from './flow';

/** The maximum size of a body that a gateway buffers, in bytes. */
export const LARGEST_BODY = 128 * 1024 * 1024;

/** The result of collecting a body. */
export type Collected = 'collected' | 'too large' | 'lost';

/**
 * Collects a streamed body, so that policies can read it and retries can send it again. Reads and discards a body that
 * is too large, because some clients send the complete body before they read the response.
 */
export function* collectBody(body: Body): Generator<Pending, Collected, void> {
  const { content } = body;
  if (!(content instanceof Readable)) return 'collected';
  if (content.destroyed) return 'lost';
  let collected: Collected = 'lost';
  yield (resume) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const take = (chunk: Uint8Array): void => {
      size += chunk.byteLength;
      chunks.push(chunk);
      if (size > LARGEST_BODY) end('too large');
    };
    const end = (how: Collected): void => {
      content.off('data', take).off('end', complete).off('close', lose);
      collected = how;
      if (how === 'collected') body.write(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
      resume();
    };
    const complete = (): void => end('collected');
    const lose = (): void => end('lost');
    content.on('data', take).on('end', complete).on('close', lose);
    content.on('error', () => undefined);
  };
  return collected;
}
