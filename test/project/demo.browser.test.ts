import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser, chromium, Locator, Page } from 'playwright-core';
import { Demo, DemoGateway, requestFor, startDemo } from '../../scripts/demo-gateways';
import { CHROMIUM, CHROMIUM_OPTIONS, describeInBrowser } from '../simulator/server/control/chromium';

const IMAGES = join(__dirname, '../../docs/images');

jest.setTimeout(30_000);

/** The page of a real gateway, with real requests to real function apps. */
describeInBrowser('the demonstration in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const outdir = process.env.CDKTF_OUTDIR;
  let demo: Demo;
  let gateway: DemoGateway;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    process.env.CDKTF_OUTDIR = folder;
    demo = await startDemo();
    [gateway] = demo.gateways;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_OPTIONS });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    await page.goto(`${gateway.url}/_gateway/`);
    await page.getByText('Live', { exact: true }).waitFor();
  });

  afterAll(async () => {
    await browser.close();
    await demo.close();
    rmSync(folder, { recursive: true });
    if (outdir === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = outdir;
  });

  const card = (backend: string): Locator => page.getByRole('article', { name: backend });
  const newest = (): Locator => page.locator('#rows > li').first();

  async function choose(backend: string, behaviour: string): Promise<void> {
    await card(backend).getByText(behaviour, { exact: true }).click({ force: true });
    await card(backend).getByRole('radio', { name: behaviour, checked: true }).waitFor({ state: 'attached' });
  }

  /** Sends a request that the function apps answer well, and waits until the page shows what came of it. */
  async function send(count: number): Promise<{ readonly attempts: string | null; readonly by: string }> {
    const { path, ...request } = requestFor(200, gateway);
    const response = await fetch(`${gateway.url}${path}`, request);
    const { functionAppName } = (await response.json()) as { functionAppName: string };
    await page.locator('#answered').getByText(String(count), { exact: true }).waitFor();
    return { attempts: response.headers.get('x-attempt-count'), by: functionAppName };
  }

  test('shows a failover that was brought about on the page itself', async () => {
    const { region, other } = gateway;
    const [local, remote] = [region.functionApp.name, other.functionApp.name];
    expect(await send(1)).toEqual({ attempts: '1', by: local });
    await choose(local, 'Fails');
    expect(await send(2)).toEqual({ attempts: '4', by: remote });
    expect(await newest().locator('.attempt b').allTextContents()).toEqual(['503', '503', '503', '200']);
    await card(local)
      .getByText(/^closes in \d+ s$/)
      .waitFor();
    expect(await card(remote).getByText('0 of 3 failures').isVisible()).toBe(true);
    expect(await send(3)).toEqual({ attempts: '1', by: remote });
    expect(await newest().locator('.attempt b').allTextContents()).toEqual(['200']);
    await choose(remote, 'Is slow');
    expect(await send(4)).toEqual({ attempts: '1', by: remote });
    expect(await newest().locator('.result').innerText()).toMatch(/^200\n2\.\d\d s\n1 attempt$/);
  });

  test.each(['light', 'dark'] as const)('the picture for the documents, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const path = process.env.UPDATE_SCREENSHOTS === '1' ? join(IMAGES, `gateway-${colorScheme}.png`) : undefined;
    const picture = await page.screenshot({ path, clip: { x: 0, y: 0, width: 1280, height: 580 } });
    expect(picture.length).toBeLessThan(150 * 1024);
  });
});
