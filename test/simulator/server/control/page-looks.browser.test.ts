import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tellStory } from './demonstration';
import { play } from './drive';
import { FakeBackend, FakeGateway } from './fake-gateway';
import { begin, card, describePage, gateway, page, plane, PRIMARY, rows, SECONDARY, stop, visitAgain } from './page';

const CONTRAST = readFileSync(join(__dirname, 'contrast.js'), 'utf8');

describePage(() => {
  test.each(['light', 'dark'] as const)('in %s mode, each text has the contrast of WCAG AA', async (colorScheme) => {
    await visitAgain({ colorScheme, reducedMotion: 'reduce' });
    tellStory(plane, gateway);
    play(plane, gateway, { id: 7, at: 18_900, duration: 1, status: 404 });
    play(plane, gateway, { id: 8, at: 18_990, attempts: [{ backend: SECONDARY, at: 1, duration: 0 }] });
    await rows().nth(7).waitFor();
    const texts = await page.evaluate<{ text: string; ratio: number }[]>(CONTRAST);
    expect(texts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['503', 'circuit open', 'Fails', 'left', 'Live']),
    );
    expect(texts.filter(({ ratio }) => !(ratio >= 4.5))).toEqual([]);
    const ground = await page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    expect(ground).toBe(colorScheme === 'light' ? 'rgb(244, 246, 248)' : 'rgb(16, 21, 27)');
  });

  test.each(['light', 'dark'] as const)('in forced colors (%s), what is chosen stands out', async (colorScheme) => {
    await visitAgain({ colorScheme, forcedColors: 'active', reducedMotion: 'reduce' });
    expect(await page.evaluate(FILLED)).toEqual(['As it is', 'As it is']);
    await card(PRIMARY).getByRole('radio', { name: 'Hangs' }).check({ force: true });
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await page.evaluate(FILLED)).toEqual(['Hangs', 'As it is', 'Pause']);
  });

  test('nothing moves for those who asked for that', async () => {
    await visitAgain({ reducedMotion: 'reduce' });
    tellStory(plane, gateway);
    await rows().nth(5).waitFor();
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  });

  test('at any width, nothing is cut off', async () => {
    const names = ['func-orders-westeurope-with-a-very-long-name-that-has-no-end', 'b', 'c', 'd', 'e'];
    await page.context().close();
    await stop();
    const backends = names.map((name) => new FakeBackend(name, `http://127.0.0.1:7071`, 3, 5));
    await begin(new FakeGateway(backends, [{ pool: 'p', groups: names.map((name) => [name]) }], 3));
    for (const [id, count] of [1, 2, 4, 5, 8, 12, 30, 60].entries()) {
      const attempts = Array.from({ length: count }, (_, index) => {
        return { backend: names[index % 3], at: 30 * index, duration: 1, status: 503 };
      });
      play(plane, gateway, { id, at: id, path: `/${'long'.repeat(40)}`, attempts, duration: 2000, status: 503 });
    }
    await rows().nth(7).waitFor();
    for (const width of [360, 600, 768, 1024, 1100, 1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(await page.evaluate<string[]>(CUT_OFF)).toEqual([]);
      expect(await page.evaluate<string[]>(CUT_NAMES)).toEqual([]);
    }
  });
});

/** Looked up in the page, as text: the tests know no types of a browser. */
const FILLED = `[...document.querySelectorAll('.switch span, button')]
  .filter((node) => {
    const [own, behind] = [node, node.closest('article, html')].map((one) => getComputedStyle(one).backgroundColor);
    return own !== behind && !own.endsWith(', 0)');
  })
  .map((node) => node.textContent)`;
/** Names that do not show in full, or that reach over the next one. */
const CUT_NAMES = `[...document.querySelectorAll('h1, h3, h5, .origin, .request, .names span')]
  .filter((node) => {
    const { overflow, textOverflow } = getComputedStyle(node);
    const below = node.nextElementSibling?.getBoundingClientRect().top ?? Infinity;
    const isOver = node.matches('.names span') && node.getBoundingClientRect().bottom > below + 0.5;
    return isOver || textOverflow === 'ellipsis' || (overflow !== 'visible' && node.scrollWidth > node.clientWidth);
  })
  .map((node) => node.outerHTML)`;
const CUT_OFF = `[...document.querySelectorAll('.lanes')]
  .map((lanes) => ({ lanes, right: lanes.getBoundingClientRect().right }))
  .flatMap(({ lanes, right }) => [...lanes.children].filter((one) => one.getBoundingClientRect().right > right + 0.5))
  .map((one) => one.outerHTML)`;
