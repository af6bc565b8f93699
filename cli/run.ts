import { CommanderError } from 'commander';
import { SimulationError } from '../simulator/common/simulation-error';
import { EXIT, printing, tellFault, type Io } from './io';
import { programFor } from './program';

/**
 * Runs the command.
 *
 * @param argv - what stands behind the command's name
 * @returns the exit code
 */
export async function run(argv: readonly string[], output: Io): Promise<number> {
  const io = printing(output);
  let exitCode: number = EXIT.fine;
  const program = programFor(io, (code) => {
    exitCode = code;
  });
  if (argv.length === 0) {
    const names = program.commands.map((command) => command.name()).join(' or ');
    tellFault(io, `a command is needed, ${names}; apim-failover --help says more`);
    return EXIT.unusable;
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander throws to end; help and the version end well, and faults of use are told already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.unusable;
    tell(io, error);
    return EXIT.unusable;
  }
}

function tell(io: Io, error: unknown): void {
  if (error instanceof SimulationError) {
    for (const fault of error.shown) tellFault(io, fault);
  } else if (isOfSystem(error)) {
    tellFault(io, `${error.path}: ${WORDS.get(error.code) ?? `it cannot be read (${error.code})`}`);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    tellFault(
      io,
      `internal error, please report it: ${message.split('\n')[0]} (APIM_FAILOVER_DEBUG=1 shows its stack)`,
    );
    if (io.isDebugging && error instanceof Error) io.stderr(`${error.stack}\n`);
  }
}

const WORDS = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such file'],
  ['EISDIR', 'it is a folder; a file is needed'],
  ['EACCES', 'it may not be read'],
  ['EPERM', 'it may not be read'],
  ['ELOOP', 'its links go round in a circle'],
]);

/** Whether it is about a file that was asked for, and not about a module. */
function isOfSystem(error: unknown): error is { readonly code: string; readonly path: string } {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error && 'path' in error;
}
