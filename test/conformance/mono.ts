import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from './host';

const LIBRARIES = '/usr/lib/cli';

/** Returns what is missing to run Mono; undefined if nothing is. */
export function missing(): string | undefined {
  for (const command of ['mcs', 'mono']) {
    if (spawnSync(command, ['--version']).error) return command;
  }
  return newtonsoft() ? undefined : 'Newtonsoft.Json';
}

function newtonsoft(): string | undefined {
  if (!existsSync(LIBRARIES)) return undefined;
  const folder = readdirSync(LIBRARIES).find((name) => name.startsWith('Newtonsoft.Json'));
  return folder && join(LIBRARIES, folder, 'Newtonsoft.Json.dll');
}

/** The maximum number of attempts to find all cases that the compiler rejects; it reports only some at once. */
const MOST_ATTEMPTS = 40;

/**
 * Runs the bodies of methods with Mono. Returns their results, in the notation of the host; undefined for those that
 * the compiler rejects.
 */
export function runWithMono(bodies: readonly string[]): (string | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    const valid = compiled(bodies, folder);
    const { stdout, stderr, status } = spawnSync('mono', ['cases.exe'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, TZ: 'UTC' },
    });
    if (status !== 0) throw new Error(`mono failed: ${stderr}`);
    const results = new Map(stdout.split('\n').map((line) => line.split('\t') as [string, string]));
    return bodies.map((_, index) => (valid.has(index) ? (results.get(String(index)) ?? 'nothing') : undefined));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Compiles the cases that the compiler accepts into `cases.exe`. Returns their numbers. */
function compiled(bodies: readonly string[], folder: string): ReadonlySet<number> {
  const library = newtonsoft()!;
  copyFileSync(library, join(folder, 'Newtonsoft.Json.dll'));
  const valid = new Set(bodies.keys());
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const numbers = [...valid];
    // The line of an error is the number of the case.
    const functions = numbers.map(
      (number) => `#line ${number + 1} "case"\nstatic object Case${number}() { ${bodies[number]} }`,
    );
    const calls = numbers.map((number) => `Host.Run(${number}, Cases.Case${number});`);
    writeFileSync(
      join(folder, 'cases.cs'),
      program(
        functions.map((text) => text.replace('static object', 'public static object')),
        ['#line 1 "main"', ...calls],
      ),
    );
    const { stdout, stderr, status } = spawnSync(
      'mcs',
      [
        '-langversion:7.2',
        '-warn:0',
        `-r:${library}`,
        '-r:System.Core',
        '-r:System.Xml.Linq',
        '-out:cases.exe',
        'cases.cs',
      ],
      { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    if (status === 0) return valid;
    const rejected = [...(stdout + stderr).matchAll(/case\((\d+),.*?error/g)].map(([, line]) => Number(line) - 1);
    if (rejected.length === 0) throw new Error(`mcs failed: ${stderr.slice(0, 2000)}`);
    for (const number of rejected) valid.delete(number);
  }
  throw new Error('mcs rejects too many cases');
}
