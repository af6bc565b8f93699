import { run } from './run.mjs';

// jsii's wording of which Node versions it supports is no concern of a build that passes.
export const QUIET = Object.fromEntries(
  ['UNTESTED', 'END_OF_LIFE', 'DEPRECATED'].map((state) => [`JSII_SILENCE_WARNING_${state}_NODE_VERSION`, '1']),
);

/** Compiles the constructs of a package: JavaScript and types in `dist`, and the assembly that other languages need. */
export async function compileConstructs(folder) {
  const silenced = ['reserved-word', 'metadata/missing-dev-dependency'];
  const flags = silenced.map((warning) => `--silence-warnings=${warning}`);
  await run('jsii/bin/jsii', ['--compress-assembly', ...flags], { cwd: folder, env: QUIET });
}
