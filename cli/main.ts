#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import type { Io } from './io';
import { run } from './run';

// V8 would optimize the parser for C# after a handful of expressions, which costs more than it brings with thousands.
setFlagsFromString('--wasm-tiering-budget=100000000');

const io: Io = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  ...(process.stderr.isTTY && { progress: (text: string) => void process.stderr.write(`\r\u001b[K${text}`) }),
  // The second Ctrl-C ends the process at once.
  untilStopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    }),
  directory: process.cwd(),
  isDebugging: process.env.APIM_FAILOVER_DEBUG === '1',
};

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever closed the pipe has read enough, as `head` does.
    if (error.code === 'EPIPE') return;
    process.exitCode = 2;
    if (stream === process.stdout) io.stderr(`apim-failover: cannot write the output (${error.code})\n`);
  });
}

// The process ends by itself once all is written: process.exit would cut what a pipe has not taken yet.
void run(process.argv.slice(2), io).then((exitCode) => {
  process.exitCode ||= exitCode;
});
