import { Readable } from 'node:stream';

/** Header values by name. */
export type HeaderValues = Readonly<Record<string, string | readonly string[]>>;

/** HTTP headers: case-insensitive names with one or more values, in the order in which they were set. */
export class Headers {
  private readonly entries = new Map<string, readonly [name: string, values: readonly string[]]>();

  constructor(headers: HeaderValues = {}) {
    for (const [name, value] of Object.entries(headers)) {
      this.append(name, ...(typeof value === 'string' ? [value] : value));
    }
  }

  /** Returns the given headers, or creates them from names and values. */
  static of(given: Headers | HeaderValues | undefined): Headers {
    return given instanceof Headers ? given : new Headers(given);
  }

  /** Creates headers from alternating names and values, as a connection delivers them. */
  static ofPairs(pairs: readonly string[]): Headers {
    const headers = new Headers();
    for (let at = 0; at + 1 < pairs.length; at += 2) headers.append(pairs[at], pairs[at + 1]);
    return headers;
  }

  values(name: string): readonly string[] | undefined {
    return this.entries.get(name.toLowerCase())?.[1];
  }

  /** Returns all values in one string, as `context.Request.Headers.GetValueOrDefault` does. */
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

/** The content of a body: text, bytes, or a stream of bytes. */
export type BodyContent = string | Uint8Array | Readable;

/** The body of a message. It can be read once, unless the content is preserved. */
export class Body {
  private isRead = false;

  constructor(private given?: BodyContent) {}

  /**
   * Returns the text of the body; undefined if there is no body, or it was read without being preserved.
   *
   * @throws if the body is still streaming. Collect a body before reading it.
   */
  read(preserveContent: boolean): string | undefined {
    if (this.isRead) return undefined;
    const text = this.text();
    if (!preserveContent) this.isRead = true;
    return text;
  }

  /** The body to send; undefined if there is none or it was already read. */
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
    if (given instanceof Readable) throw new Error('a body that is still streaming cannot be read');
    if (typeof given === 'string' || given === undefined) return given;
    return Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString('utf8');
  }
}

/** The request of a client, as modified by the policies. */
export interface RequestMessage {
  method: string;
  /** The path and query are those that the backend receives. */
  url: URL;
  readonly headers: Headers;
  readonly body: Body;
  readonly ipAddress: string;
}

/** The response of a backend, as modified by the policies. */
export class ResponseMessage {
  constructor(
    public statusCode: number,
    public statusReason: string,
    readonly headers: Headers = new Headers(),
    readonly body: Body = new Body(),
  ) {}
}
