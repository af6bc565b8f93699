import { ClientRequest, get, IncomingMessage } from 'node:http';
import { EventStreams, MOST_LISTENERS } from '../../../../simulator/server/control/event-streams';
import type { GatewayState } from '../../../../simulator/server/control/state';
import { Served, serveDemonstration, stop } from './demonstration';
import { play } from './drive';
import { send } from './requests';

/** A client of server-sent events. */
class Listener {
  text = '';
  status = 0;
  isOver = false;
  private readonly outgoing: ClientRequest;

  constructor(port: number) {
    this.outgoing = get({ port, path: '/_gateway/events', agent: false }, (response: IncomingMessage) => {
      this.status = response.statusCode ?? 0;
      response.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
      response.on('close', () => (this.isOver = true));
    });
    this.outgoing.on('error', () => (this.isOver = true));
  }

  get states(): GatewayState[] {
    return this.text
      .split('\n\n')
      .slice(0, -1)
      .filter((event) => event.startsWith('data: '))
      .map((event) => JSON.parse(event.slice(6)) as GatewayState);
  }

  leave(): void {
    this.outgoing.destroy();
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > 3000) throw new Error('it does not come to that');
    await pause(10);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

describe('the events of a gateway', () => {
  let { gateway, plane, server, port } = {} as Served;

  beforeEach(async () => {
    ({ gateway, plane, server, port } = await serveDemonstration());
  });

  afterEach(() => stop(plane, server));

  test('tell the state at once, and again when something changed', async () => {
    const listener = new Listener(port);
    await until(() => listener.states.length === 1);
    expect(listener.text.startsWith('retry: 1000\n\ndata: {')).toBe(true);
    expect(listener.states[0]).toEqual(plane.state);
    play(plane, gateway, { id: 1, at: 5, duration: 3, status: 200 });
    await until(() => listener.states.length === 2);
    expect(listener.states[1]).toEqual(plane.state);
    gateway.backend('func-orders-neu').behave('hangs');
    await until(() => listener.states.length === 3);
    expect(listener.states[2].backends[1].behaviour).toBe('hangs');
  });

  test('say nothing while nothing but the time changes', async () => {
    const listener = new Listener(port);
    await until(() => listener.states.length === 1);
    gateway.now = 999_000;
    await pause(450);
    expect(listener.states).toHaveLength(1);
  });

  test('come at most five times a second, however much happens', async () => {
    const listener = new Listener(port);
    await until(() => listener.states.length === 1);
    const begun = performance.now();
    for (let id = 1; performance.now() - begun < 600; id += 100) {
      for (let next = id; next < id + 100; next++)
        play(plane, gateway, { id: next, at: next, duration: 1, status: 200 });
      await pause(5);
    }
    const { length } = listener.states;
    expect(length).toBeGreaterThan(1);
    expect(length).toBeLessThanOrEqual(2 + (performance.now() - begun) / 200);
    await until(() => listener.states.at(-1)?.requests.answered === plane.state.requests.answered);
  });

  test('one that comes back is told the state as it is then', async () => {
    const first = new Listener(port);
    await until(() => first.states.length === 1);
    first.leave();
    await until(() => first.isOver);
    play(plane, gateway, { id: 1, at: 5, duration: 3, status: 200 });
    const second = new Listener(port);
    await until(() => second.states.length === 1);
    expect(second.states[0].exchanges).toHaveLength(1);
  });

  test('end when the control plane is closed, and the server can close', async () => {
    const listener = new Listener(port);
    await until(() => listener.states.length === 1);
    plane.close();
    await until(() => listener.isOver);
    await new Promise((resolve) => server.close(resolve));
  });

  test('there is an end to how many may listen', async () => {
    const listeners = Array.from({ length: MOST_LISTENERS }, () => new Listener(port));
    await until(() => listeners.every(({ states }) => states.length === 1));
    const refused = await send(port, '/_gateway/events');
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
    listeners[0].leave();
    await until(() => listeners[0].isOver);
    const next = new Listener(port);
    await until(() => next.states.length === 1);
  });
});

describe('event streams', () => {
  test('ask for news only while somebody listens, and keep the connection alive', async () => {
    jest.useFakeTimers();
    try {
      let asked = 0;
      const streams = new EventStreams(() => ({ text: '{}', key: String(asked++) }));
      const written: string[] = [];
      let left = (): void => undefined;
      const response = {
        req: { method: 'GET' },
        writeHead: () => response,
        write: (text: string) => written.push(text),
        on: (_: string, listener: () => void) => (left = listener),
        end: () => undefined,
        writableNeedDrain: false,
      };
      jest.advanceTimersByTime(60_000);
      expect(asked).toBe(0);
      streams.open(response as never);
      jest.advanceTimersByTime(1000);
      expect(asked).toBe(1 + 5);
      jest.advanceTimersByTime(15_000);
      expect(written.filter((text) => text.startsWith(':'))).toHaveLength(1);
      const before = written.length;
      response.writableNeedDrain = true;
      jest.advanceTimersByTime(20_000);
      expect(written).toHaveLength(before);
      response.writableNeedDrain = false;
      jest.advanceTimersByTime(200);
      expect(written).toHaveLength(before + 1);
      left();
      const last = asked;
      jest.advanceTimersByTime(60_000);
      expect(asked).toBe(last);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
    await Promise.resolve();
  });
});
