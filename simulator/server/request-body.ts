import { Readable } from 'node:stream';

/**
 * The body of a client on its way to a backend. An error of the backend ends this stream, but not the connection of the
 * client, which the response needs.
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
  // There may be no listener left when the client disconnects.
  body.on('error', () => undefined);
  if (source.destroyed) end();
  else source.on('data', take).on('end', end).on('close', end).pause();
  return body;
}
