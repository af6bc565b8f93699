import { Readable } from 'node:stream';

/** Headers by name, as they are written down. */
export type HeaderValues = Readonly<Record<string, string | readonly string[]>>;

/** HTTP headers: names in any case, several values each, in the order in which they were set. */
export class Headers {
  private readonly entries = new Map<string, readonly [name: string, values: readonly string[]]>();

  constructor(headers: HeaderValues = {}) {
    for (const [name, value] of Object.entries(headers)) {
      this.append(name, ...(typeof value === 'string' ? [value] : value));
    }
  }

  /** Headers as they are, or of what is given. */
  static of(given: Headers | HeaderValues | undefined): Headers {
    return given instanceof Headers ? given : new Headers(given);
  }

  /** Of names and values in turn, as they come from a connection. */
  static ofPairs(pairs: readonly string[]): Headers {
    const headers = new Headers();
    for (let at = 0; at + 1 < pairs.length; at += 2) headers.append(pairs[at], pairs[at + 1]);
    return headers;
  }

  values(name: string): readonly string[] | undefined {
    return this.entries.get(name.toLowerCase())?.[1];
  }

  /** All values in one text, as `context.Request.Headers.GetValueOrDefault` gives them. */
  get(name: string): string | undefined {
    return this.values(name)?.join(',');
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  set(name: string, ...values: readonly string[]): void {
    this.entries.set(name.toLowerCase(), [name, values]);
  }

  append(name: string, ...values: readonly string[]): void {
    const key = name.toLowerCase();
    const known = this.entries.get(key);
    this.entries.set(key, known ? [known[0], [...known[1], ...values]] : [name, values]);
  }

  delete(name: string): void {
    this.entries.delete(name.toLowerCase());
  }

  [Symbol.iterator](): IterableIterator<readonly [name: string, values: readonly string[]]> {
    return this.entries.values();
  }

  get size(): number {
    return this.entries.size;
  }

  clone(): Headers {
    const copy = new Headers();
    for (const [key, entry] of this.entries) copy.entries.set(key, entry);
    return copy;
  }
}

/** What a body is made of: text, bytes, or bytes that are still on their way. */
export type BodyContent = string | Uint8Array | Readable;

/** A message's body: it can be read once, unless it is asked to be kept. */
export class Body {
  private isRead = false;

  constructor(private given?: BodyContent) {}

  /**
   * The body's text, or undefined if there is none, or it was read without being kept.
   *
   * @throws if it is still on its way: whoever reads bodies collects them first.
   */
  read(preserveContent: boolean): string | undefined {
    if (this.isRead) return undefined;
    const text = this.text();
    if (!preserveContent) this.isRead = true;
    return text;
  }

  /** The body as it goes out; undefined if there is none, or it was read. */
  get content(): BodyContent | undefined {
    return this.isRead ? undefined : this.given;
  }

  get hasContent(): boolean {
    const { content } = this;
    return content !== undefined && (content instanceof Readable || content.length > 0);
  }

  write(content: BodyContent | undefined): void {
    this.given = content;
    this.isRead = false;
  }

  private text(): string | undefined {
    const { given } = this;
    if (given instanceof Readable) throw new Error('a body that is still on its way cannot be read');
    if (typeof given === 'string' || given === undefined) return given;
    return Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString('utf8');
  }
}

/** What a client sent, and what the policies made of it. */
export interface RequestMessage {
  method: string;
  /** The path and query are those that the backend will see. */
  url: URL;
  readonly headers: Headers;
  readonly body: Body;
  readonly ipAddress: string;
}

/** A backend's response, and what the policies made of it. */
export class ResponseMessage {
  constructor(
    public statusCode: number,
    public statusReason: string,
    readonly headers: Headers = new Headers(),
    readonly body: Body = new Body(),
  ) {}
}
