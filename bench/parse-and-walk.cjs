// Reads a JSON file and visits every value, as a baseline for every reader.
//   node bench/parse-and-walk.cjs FILE
const fs = require('node:fs');

const start = process.hrtime.bigint();
let values = 0;
(function visit(value) {
  values++;
  if (typeof value === 'object' && value !== null) for (const key in value) visit(value[key]);
})(JSON.parse(fs.readFileSync(process.argv[2], 'utf8')));
if (values === 0) throw new Error('there is nothing in it');
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9 }));
