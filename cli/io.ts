import { printableLines, redactUrls } from '../lib/messages';

/** What a command may touch of the process that it runs in. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Shows how far something is, in place of what it showed before; left out where nobody watches. */
  progress?(text: string): void;
  /** Until somebody stops the process, as with Ctrl-C. */
  untilStopped(): Promise<void>;
  /** The working directory: what reported locations are relative to. */
  readonly directory: string;
  /** Whether a fault of the command itself is told with its stack. */
  readonly isDebugging: boolean;
}

/** One fault, one line. A file's name, or the message of another library, may hold a URL with a secret. */
export function tellFault(io: Io, fault: string): void {
  io.stderr(`apim-failover: ${redactUrls(fault.trim().replace(/\s*[\r\n]+\s*/g, ' '))}\n`);
}

/** The same, but that no control character of what is written reaches a terminal: names come from files. */
export function printing(io: Io): Io {
  return {
    ...io,
    stdout: (text) => io.stdout(printableLines(text)),
    stderr: (text) => io.stderr(printableLines(text)),
  };
}

/** How the command ends. */
export const EXIT = {
  fine: 0,
  /** Errors were found, or an expectation is not met. */
  found: 1,
  /** The input cannot be used. */
  unusable: 2,
} as const;
