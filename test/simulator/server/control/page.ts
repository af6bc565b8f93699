import type { Server } from 'node:http';
import { Browser, BrowserContextOptions, chromium, Locator, Page } from 'playwright-core';
import { CHROMIUM, CHROMIUM_OPTIONS, describeInBrowser } from './chromium';
import { demonstrationGateway } from './demonstration';
import { end, serve, ToldPlane } from './drive';
import type { FakeGateway } from './fake-gateway';

export const PRIMARY = 'func-orders-weu';
export const SECONDARY = 'func-orders-neu';

/** What the test at hand looks at: set before each test of `describePage`. */
export let browser: Browser;
export let gateway: FakeGateway;
export let plane: ToldPlane;
export let server: Server;
export let origin: string;
export let port: number;
export let page: Page;
export let faults: string[];
export let requested: string[];

/** Tests of the control page, each with a gateway and a visit of its own. */
export function describePage(tests: () => void): void {
  describeInBrowser('the control page in a browser', () => {
    jest.setTimeout(30_000);

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_OPTIONS });
    });

    afterAll(() => browser.close());

    beforeEach(() => begin(demonstrationGateway()));

    afterEach(async () => {
      await page.context().close();
      await stop();
    });

    tests();
  });
}

/** Begins anew, with a visit to this gateway. */
export async function begin(next: FakeGateway): Promise<void> {
  await start(next);
  page = await visit();
}

/** The control plane of this gateway, on a port that is free or was that of the one before. */
export async function start(next: FakeGateway, at = 0): Promise<void> {
  gateway = next;
  plane = new ToldPlane(gateway);
  ({ server, origin, port } = await serve(plane, at));
}

export async function stop(): Promise<void> {
  plane.close();
  await end(server);
}

/** From here on, the test looks at this one. */
export function lookAt(next: Page): void {
  page = next;
}

async function visit(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const visited = await context.newPage();
  faults = [];
  requested = [];
  visited.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  visited.on('pageerror', (error) => faults.push(String(error)));
  visited.on('request', (request) => requested.push(request.url()));
  await visited.goto(`${origin}/_gateway/`);
  await visited.getByText('Live', { exact: true }).waitFor();
  return visited;
}

export async function visitAgain(options: BrowserContextOptions): Promise<void> {
  await page.context().close();
  page = await visit(options);
}

export const rows = (): Locator => page.locator('#rows > li');
export const card = (backend: string): Locator => page.getByRole('article', { name: backend });

export async function box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await locator.boundingBox();
  if (!found) throw new Error('it is not seen');
  return found;
}

export function focused(): Promise<string> {
  return page.evaluate<string>(
    "(document.activeElement.closest('label') ?? document.activeElement).textContent.trim()",
  );
}

export async function expectBehaviour(backend: string, behaviour: string): Promise<void> {
  await until(() => gateway.backend(backend).behaviour === behaviour);
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 100) throw new Error('it does not come to that');
    await page.waitForTimeout(20);
  }
}
