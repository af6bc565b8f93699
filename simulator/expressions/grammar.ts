import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';

const FILE = 'tree-sitter-c_sharp.wasm';

let loading: Promise<Parser> | undefined;

/** Returns a parser for C#. The grammar is loaded once. */
export function loadParser(): Promise<Parser> {
  return (loading ??= load());
}

async function load(): Promise<Parser> {
  await Parser.init();
  const shipped = join(__dirname, FILE);
  const path = existsSync(shipped) ? shipped : require.resolve(`tree-sitter-c-sharp/${FILE}`);
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(path)));
  return parser;
}
