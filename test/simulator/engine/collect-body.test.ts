import { Readable } from 'node:stream';
import { Body } from '../../../simulator/common/message';
import { collectBody, Collected, LARGEST_BODY } from '../../../simulator/engine/collect-body';
import { drive } from '../../../simulator/engine/flow';

const MEBIBYTE = Buffer.alloc(1024 * 1024);

/** A body that comes in chunks, its length not announced. */
function chunked(...chunks: readonly Buffer[]): Body {
  return new Body(Readable.from(chunks));
}

function collected(body: Body): Promise<Collected> {
  return new Promise((resolve, reject) => drive(collectBody(body), resolve, reject));
}

const largest = Array<Buffer>(128).fill(MEBIBYTE);

test('a body in chunks of 128 MiB is held', async () => {
  const body = chunked(...largest);
  expect(await collected(body)).toBe('collected');
  expect((body.content as Buffer).byteLength).toBe(LARGEST_BODY);
});

test('one byte more is too large, and nothing of it is held', async () => {
  const body = chunked(...largest, Buffer.alloc(1));
  expect(await collected(body)).toBe('too large');
  expect(body.content).toBeInstanceOf(Readable);
});

test('one that breaks off is lost', async () => {
  const stream = new Readable({ read: () => undefined });
  stream.push('a');
  const waiting = collected(new Body(stream));
  stream.destroy(new Error('reset'));
  expect(await waiting).toBe('lost');
});
