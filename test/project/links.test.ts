import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchorsOf, Page, PAGES, readPage } from '../support/pages';
import { ROOT } from '../support/root';

const REPOSITORY = 'https://github.com/cdktf-apim-failover/cdktf-apim-failover';

/** The targets of a page's links and pictures, without those of code. */
function linksOf({ text }: Page): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '`');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
}

/** What a link finds fault with; undefined where there is what it leads to. */
function fault(page: Page, link: string): string | undefined {
  const ours = new RegExp(`^${REPOSITORY}(?:/(?:blob|tree|raw)/main/([^#]*))?(?:#(.*))?$`).exec(link);
  if (/^https?:/.test(link) && !ours) return undefined;
  const [path, anchor] = ours
    ? [ours[1] ?? 'README.md', ours[2]]
    : [normalize(join(dirname(page.path), link.replace(/#.*/, ''))), link.split('#')[1]];
  const target = link.startsWith('#') ? page.path : path;
  if (!existsSync(join(ROOT, target))) return `${page.path}: ${link}: there is no ${target}`;
  if (anchor === undefined || anchor === 'readme') return undefined;
  const file = target.endsWith('.md') ? target : join(target, 'README.md');
  return anchorsOf(readPage(file)).includes(anchor) ? undefined : `${page.path}: ${link}: ${file} has no such heading`;
}

describe.each(PAGES.map((page) => [page.path, page] as const))('%s', (path, page) => {
  const links = linksOf(page);

  test('every link within the repository finds its file and its heading', () => {
    expect(links.flatMap((link) => fault(page, link) ?? [])).toEqual([]);
  });

  if (path === 'README.md' || path.startsWith('packages/')) {
    test('every link holds where npm shows the page', () => {
      expect(links.filter((link) => !/^(https:\/\/|#)/.test(link))).toEqual([]);
    });
  }
});

/** The sources whose messages and docstrings users read without this repository. */
const SOURCES = ['lib', 'simulator', 'cli'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

test('messages and docstrings link to pages by URLs that lead somewhere', () => {
  const faults = SOURCES.flatMap((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const urls = text.match(/https:\/\/github\.com\/cdktf-apim-failover\/[\w./#-]*[\w/]/g) ?? [];
    const paths = text.match(/(?<![\w./-])(?:docs|examples)\/[\w-]+[\w./-]*/g) ?? [];
    return [
      ...urls.flatMap((url) => fault({ path, text, blocks: [] }, url) ?? []),
      ...paths.map((page) => `${path}: ${page}: not a URL, and no package contains it`),
    ];
  });
  expect(faults).toEqual([]);
});

test('the documents are all in their index', () => {
  const index = new Set(linksOf(readPage('docs/README.md')));
  const documents = PAGES.map(({ path }) => path).filter((path) => /^docs\/(?!README)/.test(path));
  expect(documents.filter((path) => !index.has(path.replace('docs/', '')))).toEqual([]);
});

test('a link that leads nowhere is found', () => {
  const page = { path: 'docs/page.md', text: '', blocks: [] };
  expect(fault(page, 'findings.md#af001')).toBeUndefined();
  expect(fault(page, `${REPOSITORY}/blob/main/docs/findings.md#af001`)).toBeUndefined();
  expect(fault(page, 'findings.md#af999')).toContain('no such heading');
  expect(fault(page, 'finding.md')).toContain('there is no docs/finding.md');
  expect(fault(page, `${REPOSITORY}/tree/main/examples/no-example`)).toContain('there is no examples/no-example');
});
