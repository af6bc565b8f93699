import { isDeclared } from '../library/declare';
import { childOf, field, Syntax, unsupported, words } from '../syntax';
import { generic, record, Type, withoutAlias } from '../types';
import { Scope } from './scope';

const NAMESPACES = new Set([
  'System',
  'System.Text',
  'System.Text.RegularExpressions',
  'System.Collections.Generic',
  'System.Linq',
  'System.Net',
  'System.Globalization',
  'System.Security.Cryptography',
  'System.Security.Cryptography.X509Certificates',
  'System.Xml.Linq',
  'Newtonsoft.Json',
  'Newtonsoft.Json.Linq',
]);

/** Returns the type that the syntax names. */
export function typeNamed(syntax: Syntax): Type {
  const found = read(syntax);
  if (!isDeclared(found)) throw unsupported(syntax, `the type ${found.text} is not supported`);
  return found;
}

function read(syntax: Syntax): Type {
  switch (syntax.type) {
    case 'predefined_type':
    case 'identifier':
      return generic(withoutAlias(syntax.text));
    case 'generic_name': {
      const args = childOf(syntax, 'type_argument_list')?.children.map(typeNamed) ?? [];
      return generic(syntax.children[0].text, ...args);
    }
    case 'array_type':
      if (field(syntax, 'rank').tokens.includes(','))
        throw unsupported(syntax, 'multidimensional arrays are not supported');
      return generic('[]', typeNamed(field(syntax, 'type')));
    case 'nullable_type': {
      const inner = typeNamed(field(syntax, 'type'));
      return inner.name === 'string' || inner.name === 'object' ? inner : generic('?', inner);
    }
    case 'qualified_name':
    case 'member_access_expression': {
      const outer = (syntax.fields.get('qualifier') ?? field(syntax, 'expression')).text.replace(/\s/g, '');
      if (NAMESPACES.has(outer)) return read(field(syntax, 'name'));
      break;
    }
    case 'tuple_type': {
      const items = syntax.children.map((element, index) => ({
        name: element.fields.get('name')?.text ?? `Item${index + 1}`,
        type: typeNamed(field(element, 'type')),
      }));
      return record('tuple', items);
    }
  }
  throw unsupported(syntax, `the type ${syntax.text} is not supported (${words(syntax.type)})`);
}

/**
 * Returns the type that an expression refers to, for example `string` in `string.Join`; undefined if it is not a type.
 */
export function typeMeant(scope: Scope, syntax: Syntax): Type | undefined {
  switch (syntax.type) {
    case 'predefined_type':
      return typeNamed(syntax);
    case 'identifier':
    case 'generic_name': {
      if (syntax.type === 'identifier' && (syntax.text === 'context' || scope.has(syntax.text))) return undefined;
      const found = read(syntax);
      return isDeclared(found) ? found : undefined;
    }
    case 'member_access_expression': {
      const outer = field(syntax, 'expression').text.replace(/\s/g, '');
      if (!NAMESPACES.has(outer) || scope.has(outer.split('.')[0])) return undefined;
      const found = read(field(syntax, 'name'));
      return isDeclared(found) ? found : undefined;
    }
    default:
      return undefined;
  }
}
