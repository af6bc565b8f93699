import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

/** The module that loads the parser. */
const MODULE = 'private/open-api/yaml';

/**
 * Bundles the YAML parser into the module that loads it, because the constructs have no dependencies. The bundle is made
 * of ES modules, so that it contains only the parts that are used: the source, and the parser's build for browsers.
 *
 * @param {string} folder - the folder of a package
 */
export async function bringYaml(folder) {
  const parser = dirname(require.resolve('yaml/package.json'));
  const outfile = join(folder, `dist/${MODULE}.js`);
  await build({
    entryPoints: [join(folder, `lib/${MODULE}.ts`)],
    outfile,
    allowOverwrite: true,
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'neutral',
    target: 'node20',
    alias: { yaml: join(parser, 'browser/index.js') },
    banner: { js: '// Contains yaml, see yaml.LICENSE.' },
    logLevel: 'error',
  });
  copyFileSync(join(parser, 'LICENSE'), join(dirname(outfile), 'yaml.LICENSE'));
}
