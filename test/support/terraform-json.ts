import { childElements, PolicyElement, PolicyNode, readPolicy } from '../../lib/policy';

/** The JSON that a stack makes: every object in it is a block, a list, or a map. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Block = Readonly<Record<string, Json>>;

/** A text as Terraform reads it: its escapes undone, its templates as they are. */
export function readTemplate(source: string): { readonly text: string; readonly templates: readonly string[] } {
  const templates: string[] = [];
  let text = '';
  for (let at = 0; at < source.length;) {
    const [escape] = /^(?:\$\$|%%)\{/.exec(source.slice(at, at + 3)) ?? [];
    if (escape) {
      text += escape.slice(1);
      at += escape.length;
    } else if (source.startsWith('%{', at)) {
      throw new Error(`a directive of Terraform's: ${source.slice(at, at + 100)}`);
    } else if (source.startsWith('${', at)) {
      const [template] = /^\$\{(?:[^{}"]|"[^"]*")*\}/.exec(source.slice(at)) ?? [];
      if (!template) throw new Error(`a template that is not closed: ${source.slice(at, at + 100)}`);
      const [, dollars] = /^\$\{"(\$+)"\}$/.exec(template) ?? [];
      if (dollars === undefined) templates.push(template);
      text += dollars ?? template;
      at += template.length;
    } else {
      text += source.charAt(at++);
    }
  }
  return { text, templates };
}

/** Every text in the JSON, names too. */
export function* textsOf(json: Json): Generator<string> {
  if (typeof json === 'string') yield json;
  if (typeof json !== 'object' || json === null) return;
  for (const [key, value] of Object.entries(json)) {
    yield key;
    yield* textsOf(value);
  }
}

export function resourcesOf(json: Block, type: string): Block[] {
  const of = (kind: string): Block[] => Object.values(at(json, kind, type) ?? {}) as Block[];
  return [...of('resource'), ...of('data')];
}

/** What stands at a path in the JSON, if it does; a block may be in a list of one. */
export function at(json: Json | undefined, ...path: readonly string[]): Json | undefined {
  const block = Array.isArray(json) && json.length === 1 ? (json as readonly Json[])[0] : json;
  const [first, ...others] = path;
  if (first === undefined || typeof block !== 'object' || block === null) return first === undefined ? json : undefined;
  return at((block as Block)[first], ...others);
}

export function textOf(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
}

/** A text as it is, and anything else as JSON. */
export function shown(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

export function only(json: Block, type: string): Block {
  const all = resourcesOf(json, type);
  expect(all).toHaveLength(1);
  return all[0] ?? {};
}

export function backendNamed(json: Block, name: unknown): Block {
  const found = resourcesOf(json, 'azurerm_api_management_backend').find((block) => block.name === name);
  if (!found) throw new Error(`there is no backend ${JSON.stringify(name)}`);
  return found;
}

export function policyOf({ xml_content }: Block): PolicyElement {
  return readPolicy(readTemplate(textOf(xml_content)).text);
}

export function section(root: PolicyElement, name: string): readonly PolicyNode[] {
  return childElements(root).find((child) => child.name === name)?.children ?? [];
}

export function* elements(nodes: readonly PolicyNode[]): Generator<PolicyElement> {
  for (const node of nodes) {
    if (node.kind !== 'element') continue;
    yield node;
    yield* elements(node.children);
  }
}
