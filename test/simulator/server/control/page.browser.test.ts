import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import { join } from 'node:path';
import { Browser, BrowserContextOptions, chromium, Locator, Page } from 'playwright-core';
import { MOST_LISTENERS } from '../../../../simulator/server/control/event-streams';
import { CHROMIUM, CHROMIUM_OPTIONS, describeInBrowser } from './chromium';
import { demonstrationGateway, tellStory } from './demonstration';
import { close, end, open, play, serve, ToldPlane } from './drive';
import { FakeBackend, FakeGateway } from './fake-gateway';

const PRIMARY = 'func-orders-weu';
const SECONDARY = 'func-orders-neu';
const CONTRAST = readFileSync(join(__dirname, 'contrast.js'), 'utf8');

jest.setTimeout(30_000);

describeInBrowser('the control page in a browser', () => {
  let browser: Browser;
  let gateway: FakeGateway;
  let plane: ToldPlane;
  let server: Server;
  let origin: string;
  let port: number;
  let page: Page;
  let faults: string[];
  let requested: string[];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_OPTIONS });
  });

  afterAll(() => browser.close());

  beforeEach(() => begin(demonstrationGateway()));

  afterEach(async () => {
    await page.context().close();
    plane.close();
    await end(server);
  });

  async function begin(next: FakeGateway): Promise<void> {
    gateway = next;
    plane = new ToldPlane(gateway);
    ({ server, origin, port } = await serve(plane));
    page = await visit();
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

  async function visitAgain(options: BrowserContextOptions): Promise<void> {
    await page.context().close();
    page = await visit(options);
  }

  const rows = (): Locator => page.locator('#rows > li');
  const card = (backend: string): Locator => page.getByRole('article', { name: backend });

  async function box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
    const found = await locator.boundingBox();
    if (!found) throw new Error('it is not seen');
    return found;
  }

  test('says what it shows, and that nothing has come yet', async () => {
    await page.getByRole('heading', { level: 1, name: 'apim-orders-weu' }).waitFor();
    expect(await page.title()).toBe('apim-orders-weu – gateway');
    expect(await page.locator('#facts').textContent()).toBe(`Local gateway · 127.0.0.1:${port} · westeurope · 1 unit`);
    await page.getByText('No requests yet.').waitFor();
    expect(await page.getByRole('region', { name: 'Pool orders-pool' }).locator('h4').allTextContents()).toEqual([
      'Priority 1in use',
      'Priority 2',
    ]);
    expect(await card(PRIMARY).textContent()).toContain('http://127.0.0.1:7071');
  });

  test('says what is assumed, for those who ask', async () => {
    const list = page.locator('#assumptions');
    expect(await list.isVisible()).toBe(false);
    await page.getByText('Assumptions about undocumented behavior of API Management').click();
    expect(await list.locator('div').nth(2).innerText()).toBe('failureWindow\nsliding');
    expect(await list.locator('div').count()).toBe(Object.keys(gateway.assumptions).length);
  });

  test('a failover appears in the lanes: three attempts on the first, then one on the other', async () => {
    tellStory(plane, gateway);
    await rows().nth(5).waitFor();
    expect(await page.getByText('No requests yet.').isVisible()).toBe(false);
    const row = rows().nth(3);
    expect(await row.locator('p').textContent()).toBe(
      `POST /resilient/. ${PRIMARY}: 503 after 5 ms, ${PRIMARY}: 503 after 4 ms, ${PRIMARY}: 503 after 4 ms, ` +
        `${SECONDARY}: 200 after 260 ms. The client received 200 after 2.28 s.`,
    );
    const attempts = row.locator('.attempt');
    expect(await attempts.allTextContents()).toEqual(['5035 ms', '5034 ms', '5034 ms', '200260 ms']);
    const boxes = await Promise.all((await attempts.all()).map(box));
    expect(boxes.map(({ y }) => y === boxes[0].y)).toEqual([true, true, true, false]);
    for (let index = 1; index < 4; index++) {
      expect(boxes[index].x).toBeGreaterThanOrEqual(boxes[index - 1].x + boxes[index - 1].width);
    }
    const other = await box(row.getByText(SECONDARY, { exact: true }));
    expect(Math.abs(other.y + other.height / 2 - boxes[3].y - boxes[3].height / 2)).toBeLessThan(3);
    expect(await row.locator('.opened').textContent()).toBe('circuit open');
    expect(await row.locator('.result').innerText()).toBe('200\n2.28 s\n4 attempts');
  });

  test('attempts are drawn to scale within their exchange', async () => {
    const attempts = [
      { backend: PRIMARY, at: 100, duration: 400, status: 503 },
      { backend: SECONDARY, at: 900, duration: 900, status: 200 },
    ];
    play(plane, gateway, { id: 1, at: 0, attempts, duration: 2000, status: 200 });
    await rows().first().waitFor();
    const whole = await box(rows().first().locator('.lanes'));
    const boxes = await Promise.all((await rows().first().locator('.attempt').all()).map(box));
    const shares = boxes.flatMap(({ x, width }) => [x - whole.x, width]).map((pixels) => pixels / whole.width);
    [0.05, 0.2, 0.45, 0.45].forEach((share, index) => expect(Math.abs(shares[index] - share)).toBeLessThan(0.01));
  });

  test('what is in progress grows, and ends as it ends', async () => {
    play(plane, gateway, { id: 1, at: 0, attempts: [{ backend: PRIMARY, at: 1, duration: 0 }] });
    const result = rows().first().locator('.result');
    await result.waitFor();
    const before = await result.innerText();
    await until(async () => (await result.innerText()) !== before);
    gateway.now = 700;
    const attempt = { backend: PRIMARY, at: 1, duration: 699, statusCode: 200, reason: undefined };
    plane.note({ kind: 'attempt ended', id: 1, attempt: { ...attempt, circuit: 'closed' } });
    plane.note({ kind: 'exchange ended', id: 1, at: gateway.now, status: 200 });
    await rows().first().getByText('700 ms', { exact: true }).waitFor();
    expect(await rows().count()).toBe(1);
  });

  test('a circuit counts its failures, then counts down, and says so to those who listen', async () => {
    const circuit = card(PRIMARY).getByRole('listitem');
    expect(await circuit.textContent()).toBe('CircuitClosed0 of 3 failures');
    gateway.backend(PRIMARY).circuits[0].failures = 2;
    await circuit.getByText('2 of 3 failures').waitFor();
    expect(await circuit.locator('.pips .full').count()).toBe(2);
    const cardBefore = await box(card(SECONDARY));

    open(plane, gateway, PRIMARY, 1, 30_000);
    await circuit.getByText('closes in 30 s').waitFor();
    await page.getByRole('status').getByText(`The circuit of ${PRIMARY} is open.`).waitFor();
    expect(await page.locator('h4').allTextContents()).toEqual(['Priority 1', 'Priority 2in use']);
    await circuit.getByText('closes in 29 s').waitFor();
    expect(await box(card(SECONDARY))).toEqual(cardBefore);

    gateway.now = 30_000;
    close(plane, gateway, PRIMARY, 1);
    await circuit.getByText('0 of 3 failures').waitFor();
    await page.getByRole('status').getByText(`The circuit of ${PRIMARY} is closed.`).waitFor();
  });

  test('circuits are shown for each unit, and which units use a group', async () => {
    await page.context().close();
    await end(server);
    await begin(demonstrationGateway(3));
    open(plane, gateway, PRIMARY, 2, 30_000);
    const circuits = card(PRIMARY).getByRole('listitem');
    await circuits.getByText('closes in 30 s').waitFor();
    expect((await circuits.allTextContents()).map((text) => text.slice(0, 12))).toEqual(
      ['Unit 1Closed', 'Unit 2Openc', 'Unit 3Closed'].map(
        (text) => expect.stringContaining(text.slice(0, 10)) as unknown,
      ),
    );
    expect(await page.locator('h4').allTextContents()).toEqual([
      'Priority 1in use by units 1, 3',
      'Priority 2in use by unit 2',
    ]);
  });

  test('an open circuit is closed, and who did it by keyboard goes on at the switch', async () => {
    open(plane, gateway, PRIMARY, 1, 30_000);
    const button = card(PRIMARY).getByRole('button', { name: `Close the circuit of ${PRIMARY} now` });
    await button.waitFor();
    expect(await card(SECONDARY).getByRole('button').count()).toBe(0);
    await page.route('**/backends/*', (route) => route.fulfill({ status: 404, json: { error: 'It is gone.' } }));
    await button.click();
    await page.getByRole('alert').getByText(`The circuit of ${PRIMARY} could not be closed: It is gone.`).waitFor();
    await page.unroute('**/backends/*');

    await button.focus();
    await page.keyboard.press('Enter');
    await card(PRIMARY).getByText('0 of 3 failures').waitFor();
    expect(gateway.backend(PRIMARY).circuits[0].state).toBe('closed');
    expect(await button.count()).toBe(0);
    expect(await page.getByRole('alert').textContent()).toBe('');
    await until(async () => (await focused()) === 'As it is');
  });

  test('offers a request of the first operation, and sends what is made of it', async () => {
    const sent: { method?: string; url?: string; type?: string; key?: unknown; body: string }[] = [];
    server.prependListener('request', (request: IncomingMessage) => {
      if (request.url?.startsWith('/_gateway/')) return;
      const { method, url, headers } = request;
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => sent.push({ method, url, type: headers['content-type'], key: headers['x-key'], body }));
    });
    const form = page.getByRole('form', { name: 'Send a request' });
    const answer = form.getByRole('status');
    await until(async () => (await form.getByLabel('Path').inputValue()) === '/resilient/');
    await form.getByRole('button', { name: 'Send' }).click();
    await answer.getByText(/^Received 418 after \d+(\.\d+)? ms\.$/).waitFor();

    await form.getByLabel('Path').fill('/resilient/7?a=b');
    await form.getByLabel('Body').fill('[1]');
    await form.getByLabel('Headers').fill('Content-Type: text/plain\n\nx-key : a:b');
    await form.getByRole('button', { name: 'Send' }).click();
    await until(() => sent.length === 2);
    await form.getByLabel('Method').selectOption('GET');
    expect(await form.getByLabel('Body').isDisabled()).toBe(true);
    await form.getByLabel('Path').press('Enter');
    await until(() => sent.length === 3);
    expect(sent).toEqual([
      { method: 'POST', url: '/resilient/', type: 'application/json', key: undefined, body: '{}' },
      { method: 'POST', url: '/resilient/7?a=b', type: 'text/plain', key: 'a:b', body: '[1]' },
      { method: 'GET', url: '/resilient/7?a=b', type: 'text/plain', key: 'a:b', body: '' },
    ]);

    await form.getByLabel('Headers').fill('no header');
    await form.getByRole('button', { name: 'Send' }).click();
    await answer
      .getByText('No response: "no header" is not a header; a name, a colon and a value are needed.')
      .waitFor();
    await form.getByLabel('Path').fill('elsewhere.example/');
    await form.getByRole('button', { name: 'Send' }).click();
    expect(await page.evaluate('document.activeElement.validity.patternMismatch')).toBe(true);
    expect(sent).toHaveLength(3);
  });

  test('backends are switched by keyboard alone, and the focus is seen', async () => {
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the exchanges');
    expect(await page.evaluate(FOCUS_CLIP)).toBe('none');
    expect(await page.evaluate(FOCUS_WIDTH)).toBeGreaterThan(100);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('As it is');
    expect(await page.evaluate(OUTLINE)).toBe('solid');
    await page.keyboard.press('ArrowRight');
    await expectBehaviour(PRIMARY, 'fails');
    expect(await focused()).toBe('Fails');
    await page.keyboard.press('ArrowRight');
    await expectBehaviour(PRIMARY, 'hangs');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowLeft');
    await expectBehaviour(SECONDARY, 'is slow');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Pause');
    expect(gateway.backend(PRIMARY).behaviour).toBe('hangs');
    expect(faults).toEqual([]);
  });

  test('the link to the exchanges leads there', async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('exchanges');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Pause');
  });

  test('a switch made elsewhere is shown, and one that is refused is taken back', async () => {
    gateway.backend(SECONDARY).behave('is slow');
    await until(() => card(SECONDARY).getByRole('radio', { name: 'Is slow' }).isChecked());
    await page.route('**/backends/*', (route) => route.fulfill({ status: 404, json: { error: 'It is gone.' } }));
    await card(PRIMARY).getByRole('radio', { name: 'Hangs' }).click({ force: true });
    await page.getByRole('alert').getByText(`${PRIMARY} could not be switched: It is gone.`).waitFor();
    expect(await card(PRIMARY).getByRole('radio', { name: 'As it is' }).isChecked()).toBe(true);
  });

  test('of two choices in a row the second counts, however long the first takes', async () => {
    let sent = 0;
    await page.route('**/backends/*', async (route) => {
      sent++;
      if (sent === 1) await page.waitForTimeout(300);
      await route.continue();
    });
    const chosen: string[] = [];
    await page.exposeFunction('noteChosen', (value: string) => chosen.push(value));
    await page.evaluate(`setInterval(() => noteChosen(document.querySelector('.switch input:checked').value), 10)`);
    await card(PRIMARY).getByRole('radio', { name: 'As it is' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await until(() => sent === 2);
    await page.waitForTimeout(500);
    expect(gateway.backend(PRIMARY).behaviour).toBe('hangs');
    expect(new Set(chosen.slice(chosen.indexOf('hangs')))).toEqual(new Set(['hangs']));
  });

  test('while it is paused, the exchanges stand still', async () => {
    play(plane, gateway, { id: 1, at: 0, duration: 5, status: 200 });
    await rows().first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    play(plane, gateway, { id: 2, at: 10, duration: 5, status: 200 });
    await page.locator('#answered').getByText('2').waitFor();
    expect(await rows().count()).toBe(1);
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await rows().count()).toBe(2);
  });

  test('while it is paused, a gateway that was started anew does not say that nothing came', async () => {
    play(plane, gateway, { id: 1, at: 0, duration: 5, status: 200 });
    await rows().first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    plane.close();
    await end(server);
    plane = new ToldPlane(demonstrationGateway());
    ({ server } = await serve(plane, port));
    await page.locator('#answered').getByText('0').waitFor();
    expect(await page.getByText('No requests yet.').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await rows().count()).toBe(0);
    expect(await page.getByText('No requests yet.').isVisible()).toBe(true);
  });

  test('a lost connection is plain to see, and is taken up again', async () => {
    tellStory(plane, gateway);
    await rows().nth(5).waitFor();
    plane.close();
    await end(server);
    await page.getByText('Connection lost', { exact: true }).waitFor();
    await page
      .getByRole('alert')
      .getByText(/The connection to the gateway was lost at \d\d:\d\d:\d\d/)
      .waitFor();
    expect(await card(PRIMARY).getByRole('radio', { name: 'Hangs' }).isDisabled()).toBe(true);
    expect(await rows().count()).toBe(6);

    gateway = demonstrationGateway();
    plane = new ToldPlane(gateway);
    ({ server } = await serve(plane, port));
    play(plane, gateway, { id: 1, at: 5, path: '/after', duration: 3, status: 200 });
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.getByRole('alert').textContent()).toBe('');
    expect(await rows().locator('.request').allTextContents()).toEqual(['POST /after']);
    expect(await card(PRIMARY).getByRole('radio', { name: 'Hangs' }).isEnabled()).toBe(true);
  });

  test('who works by keyboard is where they were when the gateway is there again', async () => {
    await card(SECONDARY).getByRole('radio', { name: 'As it is' }).focus();
    await page.keyboard.press('ArrowRight');
    await expectBehaviour(SECONDARY, 'fails');
    plane.close();
    await end(server);
    await page.getByText('Connection lost', { exact: true }).waitFor();
    gateway = demonstrationGateway();
    plane = new ToldPlane(gateway);
    ({ server } = await serve(plane, port));
    await page.getByText('Live', { exact: true }).waitFor();
    await page.keyboard.press('ArrowRight');
    await expectBehaviour(SECONDARY, 'hangs');
    expect(gateway.backend(PRIMARY).behaviour).toBe('as it is');
  });

  test('a page that never had a connection does not say that it lost one', async () => {
    const events = `${origin}/_gateway/events`;
    await page.context().close();
    const others = await Promise.all(Array.from({ length: MOST_LISTENERS }, () => fetch(events)));
    page = await browser.newPage();
    await page.goto(`${origin}/_gateway/`);
    await page.getByText('No connection', { exact: true }).waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(/^Cannot connect to the gateway: /);
    for (const { body } of others) await body?.cancel();
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.getByRole('alert').textContent()).toBe('');
  });

  test('however many tabs are open, the one that is seen is live', async () => {
    const context = page.context();
    for (let tab = 2; tab <= 8; tab++) {
      await setHidden(true);
      page = await context.newPage();
      await page.goto(`${origin}/_gateway/`, { timeout: 3000 });
      await page.getByText('Live', { exact: true }).waitFor();
    }
    await setHidden(true);
    [page] = context.pages();
    play(plane, gateway, { id: 1, at: 0, duration: 5, status: 200 });
    await page.waitForTimeout(300);
    expect(await rows().count()).toBe(0);
    await setHidden(false);
    await rows().first().waitFor();
    await card(PRIMARY).getByRole('radio', { name: 'Hangs' }).check({ force: true });
    await expectBehaviour(PRIMARY, 'hangs');
    expect(faults).toEqual([]);
  });

  test('text of the server is text', async () => {
    const path = '/<img src=x onerror=alert(1)>';
    play(plane, gateway, { id: 1, at: 0, path, method: '<b>', duration: 5, status: 404 });
    await rows().first().waitFor();
    expect(await rows().first().locator('.request').textContent()).toBe(`<b> ${path}`);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('has no errors, and asks the gateway alone', async () => {
    tellStory(plane, gateway);
    await rows().nth(5).waitFor();
    expect(faults).toEqual([]);
    expect(requested.length).toBeGreaterThan(5);
    expect(requested.filter((url) => !url.startsWith(`${origin}/_gateway/`))).toEqual([]);
  });

  test('the links to the data send the gateway no request of their own', async () => {
    const passed: (string | undefined)[] = [];
    server.prependListener('request', ({ url }) => passed.push(url));
    for (const name of ['state', 'metrics']) {
      await page.getByRole('link', { name }).click();
      await page.waitForURL(`**/_gateway/${name}`);
      await page.waitForTimeout(200);
      await page.goBack();
      await page.getByText('Live', { exact: true }).waitFor();
    }
    expect(passed).toEqual(expect.arrayContaining(['/_gateway/state', '/_gateway/metrics']));
    expect(passed.filter((path) => !path?.startsWith('/_gateway/'))).toEqual([]);
  });

  test('its policy keeps out scripts, styles and addresses that are not its own', async () => {
    await page.evaluate(`
      window.blocked = [];
      document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
      const attempt = (act) => { try { act(); } catch { blocked.push('threw'); } };
      attempt(() => { const node = document.createElement('script'); node.textContent = 'window.ran = 1'; document.head.append(node); });
      attempt(() => { document.body.innerHTML = '<p onclick="window.ran = 1">'; });
      attempt(() => document.body.setAttribute('style', 'color: red'));
      fetch('http://127.0.0.1:1/').catch(() => blocked.push('fetch'));
    `);
    await until(async () => (await page.evaluate<string[]>('blocked')).includes('fetch'));
    const blocked = await page.evaluate<string[]>('blocked');
    expect(blocked).toEqual(
      expect.arrayContaining(['threw', 'require-trusted-types-for', 'connect-src', 'style-src-attr']),
    );
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
  });

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
    await end(server);
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

  function focused(): Promise<string> {
    return page.evaluate<string>(
      "(document.activeElement.closest('label') ?? document.activeElement).textContent.trim()",
    );
  }

  /** As a browser does behind another tab; one without a window shows all of them. */
  async function setHidden(isHidden: boolean): Promise<void> {
    await page.evaluate(`
      Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    `);
  }

  async function expectBehaviour(backend: string, behaviour: string): Promise<void> {
    await until(() => gateway.backend(backend).behaviour === behaviour);
  }

  async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
    for (let tries = 0; !(await holds()); tries++) {
      if (tries > 100) throw new Error('it does not come to that');
      await page.waitForTimeout(20);
    }
  }
});

/** Looked up in the page, as text: the tests know no types of a browser. */
const FOCUS_WIDTH = 'document.activeElement.getBoundingClientRect().width';
const FOCUS_CLIP = 'getComputedStyle(document.activeElement).clipPath';
const OUTLINE = 'getComputedStyle(document.activeElement.nextElementSibling).outlineStyle';
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
