// Generates the tables of props in README.md from the docstrings in lib.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const root = join(__dirname, '..');

/** Returns the text of the README with each table between `<!-- props NAME -->` and `<!-- end -->` generated. */
export function withTables(readme: string): string {
  const interfaces = readInterfaces();
  return readme.replace(
    /(<!-- props ([\w ]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, start: string, names: string, end: string) =>
      `${start}\n${table(names.split(' ').flatMap((name) => membersOf(interfaces, name)))}\n\n${end}`,
  );
}

interface Member {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly doc: string;
  readonly defaultValue: string;
}

function readInterfaces(): Map<string, ts.InterfaceDeclaration> {
  const interfaces = new Map<string, ts.InterfaceDeclaration>();
  for (const file of readdirSync(join(root, 'lib')).filter((name) => name.endsWith('.ts'))) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(root, 'lib', file), 'utf8'),
      ts.ScriptTarget.ES2022,
      true,
    );
    source.forEachChild((node) => {
      if (ts.isInterfaceDeclaration(node)) interfaces.set(node.name.text, node);
    });
  }
  return interfaces;
}

function membersOf(interfaces: ReadonlyMap<string, ts.InterfaceDeclaration>, name: string): Member[] {
  const declaration = interfaces.get(name);
  if (!declaration) throw new Error(`README.md: there is no interface ${name}`);
  const inherited = (declaration.heritageClauses ?? []).flatMap((clause) =>
    clause.types.flatMap((type) => membersOf(interfaces, type.expression.getText())),
  );
  const own = declaration.members.filter(ts.isPropertySignature).flatMap((member) => memberOf(member) ?? []);
  const all = [...own, ...inherited];
  return [...all.filter((member) => member.isRequired), ...all.filter((member) => !member.isRequired)];
}

function memberOf(member: ts.PropertySignature): Member | undefined {
  const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const tag = (name: string): string | undefined => {
    const found = doc?.tags?.find(({ tagName }) => tagName.text === name);
    return found && text(found.comment);
  };
  if (tag('internal') !== undefined) return undefined;
  return {
    name: member.name.getText(),
    type: member.type?.getText() ?? '',
    isRequired: member.questionToken === undefined,
    doc: text(doc?.comment),
    defaultValue: tag('default') ?? '',
  };
}

function text(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim();
}

function table(members: readonly Member[]): string {
  const rows = members.map(({ name, type, isRequired, doc, defaultValue }) => [
    `\`${name}\``,
    `\`${type}\``,
    isRequired ? '**required**' : defaultValue.startsWith('- ') ? defaultValue.slice(2) : `\`${defaultValue}\``,
    doc,
  ]);
  return [['Prop', 'Type', 'Default', ''], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`)
    .join('\n');
}

if (require.main === module) {
  const file = join(root, 'README.md');
  writeFileSync(file, withTables(readFileSync(file, 'utf8')));
}
