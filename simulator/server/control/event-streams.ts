import type { ServerResponse } from 'node:http';
import { begin, replyFault } from './reply';

/** The interval of checks for news, and therefore the minimum interval between events. */
const PERIOD = 200;
const HEARTBEAT = 15_000;
/** The time before a browser reconnects. */
const RECONNECT = 1000;
export const MOST_LISTENERS = 20;

/** The content of an event, and a key that changes only if more than the time changes. */
export interface News {
  readonly text: string;
  readonly key: string;
}

/**
 * Server-sent events. Each event contains the complete state, so events can be skipped, and a listener that reconnects
 * is up to date.
 *
 * The state is read a few times a second, and only while there are listeners, so that thousands of requests a second do
 * not slow the gateway down.
 */
export class EventStreams {
  /** The key of the last event, by listener. */
  private readonly listeners = new Map<ServerResponse, string>();
  private timers: NodeJS.Timeout[] = [];
  private isClosed = false;

  constructor(private readonly news: () => News) {}

  open(response: ServerResponse): void {
    if (this.isClosed) {
      replyFault(response, 503, 'The gateway is closing.', { Connection: 'close' });
      return;
    }
    if (this.listeners.size >= MOST_LISTENERS) {
      replyFault(response, 503, `${MOST_LISTENERS} pages are already open; close one.`, { 'Retry-After': '5' });
      return;
    }
    begin(response, 200, 'text/event-stream; charset=utf-8');
    if (response.req.method === 'HEAD') {
      response.end();
      return;
    }
    response.write(`retry: ${RECONNECT}\n\n`);
    response.on('close', () => this.forget(response));
    this.tell(response, this.news());
    if (this.timers.length === 0) this.start();
  }

  /** Closes all streams and accepts no more. */
  close(): void {
    this.isClosed = true;
    for (const response of this.listeners.keys()) response.end();
    this.listeners.clear();
    this.stop();
  }

  private start(): void {
    this.timers = [
      setInterval(() => this.update(), PERIOD).unref(),
      setInterval(() => this.each((response) => response.write(': still here\n\n')), HEARTBEAT).unref(),
    ];
  }

  private stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
  }

  private update(): void {
    const news = this.news();
    this.each((response, told) => {
      if (told !== news.key) this.tell(response, news);
    });
  }

  private tell(response: ServerResponse, { text, key }: News): void {
    response.write(`data: ${text}\n\n`);
    this.listeners.set(response, key);
  }

  /** Skips listeners that have not read the previous event yet. */
  private each(act: (response: ServerResponse, told: string) => void): void {
    for (const [response, told] of this.listeners) if (!response.writableNeedDrain) act(response, told);
  }

  private forget(response: ServerResponse): void {
    this.listeners.delete(response);
    if (this.listeners.size === 0) this.stop();
  }
}
