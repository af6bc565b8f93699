import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { FunctionApp, functionAppFrom, processRequest, ProcessResponse } from './process-request';

export interface LocalHostOptions extends FunctionApp {
  /** The port; 0 selects a free port. @default 0 */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
}

export interface LocalHost {
  /** The URL of the host, without a path. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

const PATH = '/api/ProcessRequestFunction';
const MAX_BODY_BYTES = 1024 * 1024;

/** Serves the function on this machine without Azure Functions Core Tools. Like them, it requires no key. */
export async function startFunctionApp(options: LocalHostOptions): Promise<LocalHost> {
  const { siteName, region, port = 0, host = '127.0.0.1' } = options;
  const server = createServer((request, response) => {
    respond(request, { siteName, region }).then(
      (answer) => send(response, answer),
      // The client disconnected before its request was complete, so there is no response to send.
      () => response.destroy(),
    );
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`${siteName} cannot listen: ${error.message}`, { cause: error })));
    server.listen(port, host, resolve);
  });

  const address = server.address() as AddressInfo;
  const hostName = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    url: `http://${hostName}:${address.port}`,
    close: () => {
      server.close();
      // The function responds at once, so the remaining connections are idle or have incomplete requests.
      server.closeAllConnections();
      return closed;
    },
  };
}

interface LocalResponse extends ProcessResponse {
  readonly headers?: Readonly<Record<string, string>>;
}

async function respond(request: IncomingMessage, functionApp: FunctionApp): Promise<LocalResponse> {
  if (request.url?.split('?')[0] !== PATH) return { status: 404, body: `Not found: this host serves POST ${PATH}` };
  if (request.method !== 'POST')
    return { status: 405, body: 'Method not allowed: use POST', headers: { Allow: 'POST' } };

  const body = await readBody(request);
  if (body === undefined) return { status: 413, body: `The request body is over ${MAX_BODY_BYTES} bytes` };
  return processRequest(body, functionApp);
}

/** Returns undefined if the body is too large. Reads it completely anyway, so that the connection can be reused. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? new TextDecoder().decode(Buffer.concat(chunks)) : undefined;
}

function send(response: ServerResponse, { status, headers = {}, body, jsonBody }: LocalResponse): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (jsonBody) response.setHeader('Content-Type', 'application/json').end(JSON.stringify(jsonBody));
  else if (body) response.setHeader('Content-Type', 'text/plain; charset=utf-8').end(body);
  else response.end();
}

async function main(): Promise<void> {
  const functionApp = functionAppFrom(process.env);
  const port = Number(process.env.PORT ?? 7071);
  const { url, close } = await startFunctionApp({ ...functionApp, port });
  console.log(`${functionApp.siteName} (${functionApp.region}) listens on ${url}${PATH}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close());
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
