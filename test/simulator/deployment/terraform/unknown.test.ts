import { Evaluator } from '../../../../simulator/deployment/terraform/evaluator';
import { configuredAs } from '../../../../simulator/deployment/terraform/language/configured';
import { select } from '../../../../simulator/deployment/terraform/language/select';
import { LATER, TypedNull, Unresolved, Value, Whole, withSymbols } from '../../../../simulator/deployment/value';

const later = (symbol: string): Unresolved => new Unresolved(`${symbol} is known only after deployment`, symbol);
const SERVICES = `/subscriptions/${LATER}/resourceGroups/${LATER}/providers/Microsoft.ApiManagement/service`;

const VALUES = new Map<string, Value>([
  ['x.id', later('x.id')],
  ['y.id', later('y.id')],
  ['apim.id', `${SERVICES}/orders`],
  ['local.list', [1, 2]],
  ['x.blocks', configuredAs([{ type: 'a', inner: { b: 1 } }], 'x.blocks')],
  ['x.block', configuredAs({ type: 'a' }, 'x.block')],
  ['var.none', new Unresolved('var.none is not declared')],
  ['whole.w', new Whole('whole.w', (name) => (name === 'name' ? 'n' : later(`whole.w.${name}`)))],
]);

function evaluate(text: string): unknown {
  const evaluator = new Evaluator({
    refer: ([root, name, ...rest]) => select(VALUES.get(`${root}.${name}`) ?? null, rest, `${root}.${name}`),
  });
  return shown(evaluator.evaluate(text));
}

/** A value that is not known is shown as its symbol in angle brackets, or as its reason. */
function shown(value: Value): unknown {
  if (value instanceof Unresolved) return value.symbol === undefined ? value.reason : `<${value.symbol}>`;
  if (typeof value === 'string') return withSymbols(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map(shown);
  if (typeof value !== 'object' || value === null || value instanceof Whole || value instanceof TypedNull) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shown(item)]));
}

test.each<[string, unknown]>([
  ['${x.id}', '<x.id>'],
  ['a-${x.id}', 'a-${x.id}'],
  ['${lower("A-${x.id}")}', '<lower("A-${x.id}")>'],
  ['${x.id == x.id}', true],
  ['${x.id == y.id}', '<(x.id==y.id)>'],
  ['${"a-${x.id}" == "a-${x.id}"}', true],
  ['${"a-${x.id}" == "b"}', false],
  ['${"a-${x.id}" == "a"}', false],
  ['${"a-${x.id}" != ""}', true],
  ['${"a-${x.id}" == "a-1"}', '<("a-${x.id}"=="a-1")>'],
  ['${false && x.id}', false],
  ['${x.id && false}', false],
  ['${x.id || true}', true],
  ['${x.id ? 1 : 1}', 1],
  ['${x.id ? "a" : "b"}', '<if(x.id,"a","b")>'],
  ['${coalesce("a", x.id)}', 'a'],
  ['${coalesce(x.id, "a")}', '<coalesce(x.id,"a")>'],
  ['${coalesce(null, "a-${x.id}", "b")}', 'a-${x.id}'],
  ['${try(x.id, "d")}', '<try(x.id,"d")>'],
  ['${try(var.none, "d")}', 'var.none is not declared'],
  ['${try({}.a, x.id)}', '<x.id>'],
  ['${try(1 / 0, 2)}', 'a number is divided by zero'],
  ['${try({ a = 1, b = 1 / 0 }.a, 2)}', 'whether a part of an expression is an error is not known'],
  ['${core::try({ a = 1, b = 1 / 0 }.a, 2)}', 'whether a part of an expression is an error is not known'],
  ['${core::can(x.id)}', '<can(x.id)>'],
  ['${try(length([yamldecode("a: yes")]), 2)}', 'whether a part of an expression is an error is not known'],
  ['${try({ a = 1, b = x.id }.a, 2)}', 1],
  ['${can([1, element([1], -1)][0])}', 'whether a part of an expression is an error is not known'],
  ['${cidrhost("10.0.0.0/8", 1)}', '<cidrhost("10.0.0.0/8",1)>'],
  ['${yamlencode({ a = x.id })}', '<yamlencode(object{"a"=x.id,})>'],
  ['${timeadd("a", "1h") == timeadd("a", "1h")}', true],
  ['${{ a = 1 }["a${x.id}"]}', 'x.id is known only after deployment'],
  ['${{ for k in ["a${x.id}"] : k => 1 }["a"]}', 'x.id is known only after deployment'],
  ['${try({ a = 1 }["a${x.id}"], 2)}', 'x.id is known only after deployment'],
  ['${jsondecode("{\\"a\\": ${x.id}}")}', 'whether jsondecode is called with a string that is not JSON is not known'],
  ['${can(x.id)}', '<can(x.id)>'],
  ['${can([x.id])}', '<can(tuple[x.id,])>'],
  ['${can({ a = x.id.b[0] })}', '<can(object{"a"=x.id.b[0],})>'],
  ['${[x.id][0]}', '<x.id>'],
  ['${length([x.id, 1])}', 2],
  ['${[for a in x.id : a]}', 'x.id is known only after deployment'],
  ['${[for a in [x.id] : "n-${a}"]}', ['n-${x.id}']],
  ['${{ (x.id) = 1 }}', 'x.id is known only after deployment'],
  ['${merge({ a = x.id }, { b = 1 })}', { a: '<x.id>', b: 1 }],
  ['${join("-", ["a", x.id])}', 'a-${x.id}'],
  ['${format("%s-%s", "a", x.id)}', 'a-${x.id}'],
  ['${format("%05d", x.id)}', '<format("%05d",x.id)>'],
  ['${split("/", apim.id)[8]}', 'orders'],
  ['${split("-", apim.id)[8]}', '<>'],
  ['${apim.id == apim.id}', '<>'],
  ['${lower(apim.id)}', '<>'],
  ['${jsonencode({ a = x.id })}', { a: '<x.id>' }],
  ['${jsonencode({ a = "p-${x.id}" })}', '{"a":"p-${x.id}"}'],
  ['x${jsonencode({ a = x.id })}', 'x${jsonencode(...)}'],
  ['${jsondecode(jsonencode({ a = x.id })).a}', '<x.id>'],
  ['${jsondecode(jsonencode({ a = "p-${x.id}" })).a}', 'p-${x.id}'],
  ['${toset([x.id, "a"])}', '<toset(tuple[x.id,"a",])>'],
  ['${toset([x.id])}', ['<x.id>']],
  ['${contains(["a", x.id], "a")}', true],
  ['${contains(["b", x.id], "a")}', 'whether a list contains a value is not known'],
  ['${whole.w.name}', 'n'],
  ['${[whole.w][*].id}', ['<whole.w.id>']],
  ['${whole.w[*].name}', ['n']],
  ['${uuid() == plantimestamp()}', expect.stringMatching(/^<\(uuid\(.*\)==plantimestamp\(.*\)\)>$/)],
  ['${uuid() == uuid()}', expect.stringMatching(/^<\(uuid\(.*==uuid\(.*\)>$/)],
  ['${[for a in [uuid()] : a == a]}', [true]],
  ['${provider::azapi::build("a", x.id)}', '<provider::azapi::build("a",x.id)>'],
  ['${x.id + 1}', '<(x.id+1)>'],
  ['${-x.id}', '<(-x.id)>'],
  ['${!x.id}', '<(!x.id)>'],
  ['${x.id > 1 ? 1 : 2}', '<if((x.id>1),1,2)>'],
  ['${x.id.a[0]}', '<x.id.a[0]>'],
  ['${x.id[*].a}', 'x.id is known only after deployment'],
  ['${md5(join("", [x.id, "secret"]))}', '<md5("${x.id}secret")>'],
  ['x-${md5(join("", [x.id, "secret"]))}', 'x-${md5(...)}'],
  ['${tostring(x.id)}', '<x.id>'],
  ['${x.id != ""}', '<(x.id!="")>'],
  ['${x.id == null}', '<(x.id==null)>'],
  ['%{ if x.id }a%{ else }a%{ endif }', 'a'],
  ['%{ for a in x.id }a%{ endfor }', 'x.id is known only after deployment'],
  ['${distinct([x.id, x.id])}', ['<x.id>']],
  ['${distinct([x.id, "b"])}', 'whether two items of a list are equal is not known'],
  ['${zipmap(["a"], [x.id])}', { a: '<x.id>' }],
  ['${tolist([x.id, 1])}', ['<x.id>', 1]],
  ['${lookup({ a = x.id }, "a", 1)}', '<x.id>'],
  ['${lookup(x.id, "a", 1)}', '<lookup(x.id,"a",1)>'],
  ['${flatten([[x.id], ["a"]])}', 'x.id is known only after deployment'],
  ['${flatten([x.id, ["a"]])}', 'x.id is known only after deployment'],
  ['${compact(["a-${x.id}", ""])}', ['a-${x.id}']],
  ['${compact([x.id])}', 'whether a string in a list is empty is not known'],
  ['${replace("a-${x.id}", "a", "b")}', '<replace("a-${x.id}","a","b")>'],
  ['${local.list[x.id]}', 'x.id is known only after deployment'],
  ['${var.none ? 1 : 1}', 1],
  ['${var.none && false}', false],
  ['${x.id == x.id && y.id == y.id}', true],
  ['${upper(var.none)}', 'var.none is not declared'],
  ['${file(x.id)}', '<file(x.id)>'],
  ['${try(x.blocks[0].z, "d")}', '<try(x.blocks[0].z,"d")>'],
  ['${try({ y = x.blocks }.y[0].inner.z, "d")}', '<try(x.blocks[0].inner.z,"d")>'],
  ['${try(x.blocks[0].type, "d")}', 'a'],
  ['${try(x.blocks[1].type, "d")}', 'd'],
  ['${try(x.blocks.type, "d")}', 'd'],
  ['${x.blocks[*].z}', ['<x.blocks[0].z>']],
  ['${[for each in x.blocks : each.type]}', ['a']],
  ['${[for name, value in x.blocks[0] : name]}', 'x.blocks[0] is known only after deployment'],
  ['${x.block[0].type}', 'a'],
  ['${can(x.block[0].z)}', '<can(x.block.z)>'],
  ['${lookup(x.blocks[0], "type", "d")}', 'a'],
  ['${lookup(x.blocks[0], "z", "d")}', '<x.blocks[0].z>'],
  ['${keys(x.blocks[0])}', '<keys(x.blocks[0])>'],
  ['${merge(x.blocks[0], { z = 1 })}', '<merge(x.blocks[0],object{"z"=1,})>'],
  ['${tolist(x.blocks)[0].z}', '<x.blocks[0].z>'],
  ['${true ? x.blocks[0] : null}', { type: 'a', inner: { b: 1 } }],
  ['${(true ? x.blocks[0] : null).z}', '<x.blocks[0].z>'],
  ['${x.blocks[0] == { type = "a", inner = { b = 1 } }}', expect.stringContaining('x.blocks[0]==')],
  ['${jsondecode(jsonencode(x.blocks))[0].z}', '<x.blocks[0].z>'],
  ['x${jsonencode(x.blocks)}', 'x${jsonencode(...)}'],
  ['${length(x.blocks)}', 1],
  ['${templatestring("$${a}", { a = x.id })}', '<x.id>'],
])('%s', (text, value) => {
  expect(evaluate(text)).toEqual(value);
});
