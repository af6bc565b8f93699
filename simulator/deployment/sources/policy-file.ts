import { existsSync } from 'node:fs';
import { readFile } from '../../common/read-file';
import { SimulationError } from '../../common/simulation-error';

/** The maximum size in megabytes. API Management accepts a quarter of it. */
const LARGEST = 1;

/** Returns whether a path is that of a policy document: a file whose name ends in `.xml`. */
export function isPolicyFile(path: string): boolean {
  return /\.xml$/i.test(path);
}

/** Returns the text of a policy document. */
export function readPolicyFile(path: string): string {
  if (!existsSync(path)) throw new SimulationError([`${path}: no such file or folder`]);
  return readFile(path, LARGEST).toString();
}

/** What is needed instead of a policy document, where requests are sent. */
export const DEPLOYMENT_NEEDED =
  'a policy document can only be checked; to send requests through it, specify the configuration that deploys it, with its APIs and backends';
