// A backend for the local gateway: answers 200 at once, or 503 every other PERIOD seconds.
//   node bench/backend.cjs [PERIOD]
const http = require('node:http');

const period = Number(process.argv[2] ?? 0) * 1000;
const body = Buffer.from('{"functionAppName":"local","region":"here"}');
const start = Date.now();

const server = http.createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const isSick = period > 0 && Math.floor((Date.now() - start) / period) % 2 === 1;
    response.writeHead(isSick ? 503 : 200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
