import { CommanderError } from 'commander';
import { SimulationError } from '../simulator/common/simulation-error';
import { EXIT, printing, tellFault, type Io } from './io';
import { programFor } from './program';

/**
 * Runs the command.
 *
 * @param argv - the arguments after the command name
 * @returns the exit code
 */
export async function run(argv: readonly string[], output: Io): Promise<number> {
  const io = printing(output);
  let exitCode: number = EXIT.fine;
  const program = programFor(io, (code) => {
    exitCode = code;
  });
  if (argv.length === 0) {
    const names = program.commands.map((command) => command.name()).join(', ');
    tellFault(io, `a command is needed: ${names}; see apim-failover --help`);
    return EXIT.unusable;
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander throws to exit. Help and version are successful; usage faults are already printed.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.unusable;
    tell(io, error);
    return EXIT.unusable;
  }
}

function tell(io: Io, error: unknown): void {
  if (error instanceof SimulationError) {
    for (const fault of error.shown) tellFault(io, fault);
  } else if (isOfSystem(error)) {
    tellFault(
      io,
      `${error.path === '' ? '""' : error.path}: ${WORDS.get(error.code) ?? `cannot read it (${error.code})`}`,
    );
  } else {
    const message = error instanceof Error ? error.message : String(error);
    tellFault(
      io,
      `internal error, please report it: ${message.split('\n')[0]} (set APIM_FAILOVER_DEBUG=1 to show the stack trace)`,
    );
    if (io.isDebugging && error instanceof Error) io.stderr(`${error.stack}\n`);
  }
}

const WORDS = new Map([
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'no such file'],
  ['EISDIR', 'it is a folder; a file is needed'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['ELOOP', 'its symbolic links form a loop'],
]);

/** Returns whether the error is about a requested file, not about a module. */
function isOfSystem(error: unknown): error is { readonly code: string; readonly path: string } {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error && 'path' in error;
}
