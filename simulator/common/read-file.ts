import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { SimulationError } from './simulation-error';

const MEGABYTE = 1024 * 1024;

/**
 * Reads a file that the user specifies. Rejects anything that is not a regular file, since it may never end, and files
 * that exceed the maximum size.
 *
 * @param megabytes - the maximum size
 */
export function readFile(path: string, megabytes: number): Buffer {
  const stats = statSync(path);
  if (stats.isDirectory()) throw fault(path, 'it is a folder; a file is needed');
  if (!stats.isFile()) throw fault(path, 'it is a device or a pipe; a file is needed');
  const why = tooLarge(stats.size, megabytes);
  if (why !== undefined) throw fault(path, why);
  return readUpTo(path, stats.size, megabytes);
}

/** Returns the fault of a size that is too large, for example `12.5 MB; the maximum is 10 MB`; otherwise undefined. */
export function tooLarge(bytes: number, megabytes: number): string | undefined {
  if (bytes <= megabytes * MEGABYTE) return undefined;
  return `${Math.ceil((bytes / MEGABYTE) * 10) / 10} MB; the maximum is ${megabytes} MB`;
}

/** The size of some files is not known until they are read, and some files grow meanwhile. */
function readUpTo(path: string, size: number, megabytes: number): Buffer {
  const file = openSync(path, 'r');
  try {
    let buffer = Buffer.allocUnsafe(size + 1);
    let length = 0;
    for (;;) {
      const read = readSync(file, buffer, length, buffer.length - length, null);
      if (read === 0) return buffer.subarray(0, length);
      length += read;
      const why = tooLarge(length, megabytes);
      if (why !== undefined) throw fault(path, why);
      if (length === buffer.length) buffer = Buffer.concat([buffer], 2 * length);
    }
  } catch (error) {
    // The system error of a read does not contain the file name.
    throw error instanceof SimulationError ? error : Object.assign(error as NodeJS.ErrnoException, { path });
  } finally {
    closeSync(file);
  }
}

function fault(path: string, what: string): SimulationError {
  return new SimulationError([`${path}: ${what}`]);
}
