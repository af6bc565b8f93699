import { MOST_LISTENERS } from '../../../../simulator/server/control/event-streams';
import { demonstrationGateway, tellStory } from './demonstration';
import { play } from './drive';
import {
  box,
  browser,
  card,
  describePage,
  expectBehaviour,
  faults,
  gateway,
  lookAt,
  origin,
  page,
  plane,
  port,
  PRIMARY,
  requested,
  rows,
  SECONDARY,
  start,
  stop,
  until,
} from './page';

describePage(() => {
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

  test('a circuit that opens says so, or is hatched where the text does not fit, which is told beside the title', async () => {
    tellStory(plane, gateway);
    await rows().nth(5).waitFor();
    const opened = rows().nth(3).locator('.opened');
    const text = opened.getByText('circuit open');
    for (const [width, isVisible] of [
      [1600, true],
      [1100, true],
      [360, false],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      expect(await text.isVisible()).toBe(isVisible);
      const { width: room } = await box(opened);
      expect(room).toBeGreaterThan(isVisible ? (await box(text)).width : 12);
      expect(await page.locator('.key').getByText('circuit open').isVisible()).toBe(true);
    }
    expect(await opened.getAttribute('title')).toBe(`The circuit of ${PRIMARY} is open`);
  });

  test('what is answered without a backend is in the lane of none', async () => {
    play(plane, gateway, { id: 1, at: 0, duration: 1, status: 404 });
    const row = rows().first();
    await row.getByText('answered without a backend').waitFor();
    expect(await row.locator('.drawing').innerText()).not.toContain(PRIMARY);
    play(plane, gateway, { id: 2, at: 5, duration: 1 });
    await row.getByText('no backend was reached').waitFor();
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
    await stop();
    await start(demonstrationGateway(), port);
    await page.locator('#answered').getByText('0').waitFor();
    expect(await page.getByText('No requests yet.').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await rows().count()).toBe(0);
    expect(await page.getByText('No requests yet.').isVisible()).toBe(true);
  });

  test('a lost connection is plain to see, and is taken up again', async () => {
    tellStory(plane, gateway);
    await rows().nth(5).waitFor();
    await stop();
    await page.getByText('Connection lost', { exact: true }).waitFor();
    await page
      .getByRole('alert')
      .getByText(/The connection to the gateway was lost at \d\d:\d\d:\d\d/)
      .waitFor();
    expect(await card(PRIMARY).getByRole('radio', { name: 'Hangs' }).isDisabled()).toBe(true);
    expect(await rows().count()).toBe(6);

    await start(demonstrationGateway(), port);
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
    await stop();
    await page.getByText('Connection lost', { exact: true }).waitFor();
    await start(demonstrationGateway(), port);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.keyboard.press('ArrowRight');
    await expectBehaviour(SECONDARY, 'hangs');
    expect(gateway.backend(PRIMARY).behaviour).toBe('as it is');
  });

  test('a page that never had a connection does not say that it lost one', async () => {
    const events = `${origin}/_gateway/events`;
    await page.context().close();
    const others = await Promise.all(Array.from({ length: MOST_LISTENERS }, () => fetch(events)));
    lookAt(await browser.newPage());
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
      lookAt(await context.newPage());
      await page.goto(`${origin}/_gateway/`, { timeout: 3000 });
      await page.getByText('Live', { exact: true }).waitFor();
    }
    await setHidden(true);
    lookAt(context.pages()[0]);
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

  /** As a browser does behind another tab; one without a window shows all of them. */
  async function setHidden(isHidden: boolean): Promise<void> {
    await page.evaluate(`
      Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    `);
  }
});
