import { Readable } from 'node:stream';

/**
 * A client's body on its way to a backend: what goes wrong there ends this stream, and leaves the client's connection as
 * it is, since the answer takes it.
 */
export function bodyFrom(source: Readable): Readable {
  const take = (chunk: Uint8Array): void => {
    if (!body.push(chunk)) source.pause();
  };
  const end = (): void => {
    if (source.readableEnded) body.push(null);
    else body.destroy(new Error('The request body broke off.'));
  };
  const body = new Readable({
    read: () => void source.resume(),
    destroy: (error, done) => {
      source.off('data', take).off('end', end).off('close', end);
      done(error);
    },
  });
  // Nobody may listen any more when the client leaves.
  body.on('error', () => undefined);
  if (source.destroyed) end();
  else source.on('data', take).on('end', end).on('close', end).pause();
  return body;
}
