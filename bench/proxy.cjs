// A minimal reverse proxy with undici, as the baseline for the local gateway.
//   node bench/proxy.cjs BACKEND_URL
const http = require('node:http');
const { Agent } = require('undici');

const { origin, host } = new URL(process.argv[2]);
const agent = new Agent({ connections: 256, pipelining: 1 });

const server = http.createServer((request, response) => {
  const { method, url: path, headers } = request;
  const sent = { ...headers, host };
  delete sent.connection;
  delete sent['transfer-encoding'];
  agent.stream(
    { origin, path, method, headers: sent, body: method === 'GET' ? null : request, opaque: response },
    ({ statusCode, headers: received }) => {
      response.writeHead(statusCode, received);
      return response;
    },
    (error) => error && response.destroy(error),
  );
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
