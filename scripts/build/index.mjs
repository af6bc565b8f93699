// Builds the three packages, side by side.
import { buildCdktf } from './cdktf.mjs';
import { buildCdktn } from './cdktn.mjs';
import { buildCommand } from './command.mjs';

try {
  await Promise.all([buildCdktf(), buildCdktn(), buildCommand()]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
