import type { Io } from '../../cli/io';
import { run } from '../../cli/run';
import { ROOT } from '../support/root';

export interface Ending {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command, and keeps what it prints. */
export async function terminal(argv: readonly string[], given: Partial<Io> = {}): Promise<Ending> {
  let [stdout, stderr] = ['', ''];
  const io: Io = {
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    untilStopped: () => Promise.resolve(),
    directory: ROOT,
    isDebugging: false,
    ...given,
  };
  return { exitCode: await run(argv, io), stdout, stderr };
}
