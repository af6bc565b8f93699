// A backend for the local gateway. It returns 200 at once, or 503 all the time or in every other period of PERIOD
// seconds. `/visits` reports the requests: a visit is a run of requests without a pause of a second.   node
// bench/backend.cjs [PERIOD | fails]
const http = require('node:http');

const [, , how = '0'] = process.argv;
const period = how === 'fails' ? Infinity : Number(how) * 1000;
const body = Buffer.from('{"functionAppName":"local","region":"here"}');
const start = Date.now();
const visits = [];

function isSick() {
  return period > 0 && (period === Infinity || Math.floor((Date.now() - start) / period) % 2 === 1);
}

function note(status) {
  const now = Date.now() - start;
  let visit = visits.at(-1);
  if (!visit || now - visit.last > 1000) visits.push((visit = { first: now, last: now, 200: 0, 503: 0 }));
  visit.last = now;
  visit[status]++;
  if (status === 503) visit.firstFailure ??= now;
}

const server = http.createServer((request, response) => {
  if (request.url === '/visits') {
    response.end(JSON.stringify(visits));
    return;
  }
  const status = isSick() ? 503 : 200;
  note(status);
  request.resume();
  request.on('end', () => {
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      'X-Request-Id': request.headers['x-request-id'] ?? '',
    });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
