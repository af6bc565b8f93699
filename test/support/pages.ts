import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root';

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly code: string;
  /** The commands of the block right before it, where nothing but blank lines stands between. */
  readonly commands: readonly string[];
}

/** A page that people read. */
export interface Page {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

export function readPage(path: string): Page {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, text, blocks: blocksOf(text) };
}

/** Every page of the documents, of the packages and of the examples. */
export const PAGES: readonly Page[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...inFolder('docs'),
  'examples/README.md',
  ...['examples', 'packages'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}/README.md`),
  ),
]
  .filter((path) => existsSync(join(ROOT, path)))
  .map(readPage);

function inFolder(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let end = 0;
  for (const { index, 0: all, 1: language, 2: code } of text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)) {
    const before = blocks.at(-1);
    const follows = before?.language === 'sh' && text.slice(end, index).trim() === '';
    blocks.push({ language, code, commands: follows ? before.code.trim().split('\n') : [] });
    end = index + all.length;
  }
  return blocks;
}

/** Whether a block is a program, and no part of one. */
export function isProgram({ language, code }: Block): boolean {
  return language === 'ts' && code.includes('app.synth()');
}

/** The ids that GitHub gives to a page's headings. */
export function anchorsOf({ text }: Page): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
  const seen = new Map<string, number>();
  return [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const id = words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const times = seen.get(id) ?? 0;
    seen.set(id, times + 1);
    return times === 0 ? id : `${id}-${times}`;
  });
}
