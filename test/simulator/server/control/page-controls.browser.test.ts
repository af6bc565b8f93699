import type { IncomingMessage } from 'node:http';
import { demonstrationGateway } from './demonstration';
import { close, open } from './drive';
import {
  begin,
  box,
  card,
  describePage,
  expectBehaviour,
  faults,
  focused,
  gateway,
  page,
  plane,
  PRIMARY,
  SECONDARY,
  server,
  stop,
  until,
} from './page';

describePage(() => {
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
    await stop();
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
    expect(await button.innerText()).toBe('Close circuit');
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
    for (const label of ['Method', 'Path', 'Body', 'Headers']) {
      expect(await form.getByText(label).isVisible()).toBe(true);
    }
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
});

/** Looked up in the page, as text: the tests know no types of a browser. */
const FOCUS_WIDTH = 'document.activeElement.getBoundingClientRect().width';
const FOCUS_CLIP = 'getComputedStyle(document.activeElement).clipPath';
const OUTLINE = 'getComputedStyle(document.activeElement.nextElementSibling).outlineStyle';
