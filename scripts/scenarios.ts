// Runs all scenarios of this project, or the named ones: npm run scenarios [-- NAME ...]
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { App } from 'cdktf';
import { Io } from '../cli/io';
import { run } from '../cli/run';
import { addScenarioStacks } from '../scenarios/stacks';

const FOLDER = join(__dirname, '../scenarios');

const io: Io = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  untilStopped: () => Promise.resolve(),
  directory: process.cwd(),
  isDebugging: false,
};

async function runAll(names: readonly string[]): Promise<void> {
  const outdir = mkdtempSync(join(tmpdir(), 'scenarios-'));
  try {
    const app = new App({ outdir });
    addScenarioStacks(app);
    app.synth();
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
    for (const file of files.filter((each) => names.length === 0 || names.includes(basename(each, '.yaml')))) {
      console.log(`\n=== ${file}\n`);
      const code = await run(['simulate', outdir, '--scenario', join(FOLDER, file)], io);
      process.exitCode = Math.max(Number(process.exitCode ?? 0), code);
    }
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

void runAll(process.argv.slice(2));
