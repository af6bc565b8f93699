import { budget } from './budget';
import { Unsupported } from './errors';
import { Value } from './value';

type JsonKind = 'Integer' | 'Float' | 'String' | 'Boolean' | 'Null' | 'Date' | 'Guid' | 'Uri' | 'TimeSpan' | 'Bytes';

/** The `JToken` of Newtonsoft: a node with a parent. */
export abstract class JToken {
  parent: JToken | null = null;

  /** @param bytes - the memory that the token uses */
  constructor(bytes: number) {
    budget.allocate(bytes);
  }

  abstract clone(): JToken;
}

export class JValue extends JToken {
  constructor(
    public value: Value,
    readonly kind: JsonKind,
  ) {
    super(96);
  }

  clone(): JValue {
    return new JValue(this.value, this.kind);
  }
}

const DEEPEST = 1000;

function rootOf(token: JToken): JToken {
  let root = token;
  let depth = 0;
  for (; root.parent; depth++) {
    if (depth > DEEPEST) throw new Unsupported(`JSON is nested more than ${DEEPEST} levels deep`);
    root = root.parent;
  }
  budget.walk(depth);
  return root;
}

/** A token has one parent: a token that already has one, or would contain itself, is copied. */
function adopted<T extends JToken>(token: T, parent: JToken): T {
  const own = token.parent === null && rootOf(parent) !== token ? token : (token.clone() as T);
  own.parent = parent;
  return own;
}

export class JProperty extends JToken {
  private held: JToken;

  constructor(
    readonly name: string,
    value: JToken,
  ) {
    super(160);
    this.held = adopted(value, this);
  }

  get value(): JToken {
    return this.held;
  }

  set value(token: JToken) {
    this.held.parent = null;
    this.held = adopted(token, this);
  }

  clone(): JProperty {
    return new JProperty(this.name, this.held.clone());
  }
}

export class JObject extends JToken {
  /** A map, so that no name refers to an inherited property of JavaScript objects. */
  readonly properties = new Map<string, JProperty>();
  /** Changes whenever a property is added or removed. */
  version = 0;

  constructor() {
    super(256);
  }

  get(name: string): JToken | null {
    budget.scan(name.length);
    return this.properties.get(name)?.value ?? null;
  }

  set(name: string, value: JToken): void {
    budget.scan(name.length);
    const property = this.properties.get(name);
    if (property) property.value = value;
    else this.add(new JProperty(name, rootOf(this) === value ? value.clone() : value));
  }

  add(property: JProperty): void {
    this.version++;
    this.properties.set(property.name, adopted(property, this));
  }

  delete(name: string): boolean {
    const property = this.properties.get(name);
    if (property) property.parent = null;
    this.version++;
    return this.properties.delete(name);
  }

  clone(): JObject {
    const copy = new JObject();
    for (const property of this.properties.values()) copy.add(property.clone());
    return copy;
  }
}

export class JArray extends JToken {
  readonly items: JToken[] = [];
  /** Changes whenever an item is added, replaced, or removed. */
  version = 0;

  constructor() {
    super(128);
  }

  add(token: JToken): void {
    this.version++;
    this.items.push(adopted(token, this));
  }

  replace(index: number, token: JToken): void {
    this.version++;
    this.items[index].parent = null;
    this.items[index] = adopted(token, this);
  }

  insert(index: number, token: JToken): void {
    this.version++;
    this.items.splice(index, 0, adopted(token, this));
  }

  removeAt(index: number): void {
    this.version++;
    this.items[index].parent = null;
    this.items.splice(index, 1);
  }

  clear(): void {
    this.version++;
    for (const item of this.items) item.parent = null;
    this.items.length = 0;
  }

  clone(): JArray {
    const copy = new JArray();
    for (const item of this.items) copy.add(item.clone());
    return copy;
  }
}
