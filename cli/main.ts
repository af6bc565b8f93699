#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import type { Io } from './io';
import { run } from './run';

// V8 would optimize the C# parser after a few expressions. That costs more time than it saves, even for thousands.
setFlagsFromString('--wasm-tiering-budget=100000000');

const io: Io = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  ...(process.stderr.isTTY && { progress: (text: string) => void process.stderr.write(`\r\u001b[K${text}`) }),
  // The second Ctrl-C ends the process immediately.
  untilStopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    }),
  directory: process.cwd(),
  isDebugging: process.env.APIM_FAILOVER_DEBUG === '1',
};

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader closed the pipe, for example `head`.
    if (error.code === 'EPIPE') return;
    process.exitCode = 2;
    if (stream === process.stdout) io.stderr(`apim-failover: cannot write the output (${error.code})\n`);
  });
}

// The process ends when all output is written: process.exit would truncate output to a pipe.
void run(process.argv.slice(2), io).then((exitCode) => {
  process.exitCode ||= exitCode;
});
