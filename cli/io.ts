import { printableLines, redactUrls } from '../lib/messages';
import { firstLines } from '../simulator/common/listing';

/** The parts of the process that a command can use. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Shows the progress and replaces what was shown before. Undefined if the output is not a terminal. */
  progress?(text: string): void;
  /** Waits until the process is stopped, for example with Ctrl-C. */
  untilStopped(): Promise<void>;
  /** The working directory. Reported locations are relative to it. */
  readonly directory: string;
  /** Whether an internal error is reported with its stack trace. */
  readonly isDebugging: boolean;
}

/** Writes a fault on one line. A file name or the message of a library can contain a URL with a secret. */
export function tellFault(io: Io, fault: string): void {
  io.stderr(`apim-failover: ${redactUrls(fault.trim().replace(/\s*[\r\n]+\s*/g, ' '))}\n`);
}

/** Writes what a deployment contains and the command passes over. */
export function tellWarnings(io: Io, warnings: readonly string[]): void {
  for (const warning of firstLines(warnings)) tellFault(io, `warning: ${warning}`);
}

/** Wraps the output so that no control character reaches the terminal: names come from files. */
export function printing(io: Io): Io {
  return {
    ...io,
    stdout: (text) => io.stdout(printableLines(text)),
    stderr: (text) => io.stderr(printableLines(text)),
  };
}

/** The exit codes of the command. */
export const EXIT = {
  fine: 0,
  /** Errors were found, or an expectation is not met. */
  found: 1,
  /** The input is not valid. */
  unusable: 2,
} as const;
