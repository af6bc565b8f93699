import { Node } from 'web-tree-sitter';

/**
 * The grammar parses `(a) - b` as a cast of `-b` to the type `a`. In C#, a name in parentheses before an operator is
 * an operand: a cast to a named type is followed by a name, a literal, a parenthesis, `!`, or `~`.
 *
 * @returns the text without the parentheses of these operands, at the same positions; undefined if there are none
 */
export function withoutFalseCasts(text: string, root: Node): string | undefined {
  if (!/\)\s*[-+*&^]/.test(text)) return undefined;
  let result: string | undefined;
  for (const cast of root.descendantsOfType('cast_expression')) {
    const type = cast.childForFieldName('type');
    const value = cast.childForFieldName('value');
    if (!type || !value || !isExpression(type)) continue;
    if (!/^[-+*&^]$/.test(value.child(0)?.type ?? '')) continue;
    for (const child of cast.children) {
      if (child.type !== '(' && child.type !== ')') continue;
      result = `${(result ?? text).slice(0, child.startIndex)} ${(result ?? text).slice(child.endIndex)}`;
    }
  }
  return result;
}

/** Returns whether the grammar parses an expression like this as a type: `a`, `a.b`, and `a["b"]`. */
function isExpression(type: Node): boolean {
  if (type.type !== 'array_type') return type.type === 'identifier' || type.type === 'qualified_name';
  return (type.childForFieldName('rank')?.namedChildCount ?? 0) > 0;
}
