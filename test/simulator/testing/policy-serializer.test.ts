import serializer from '../../../simulator/testing/policy-serializer';

expect.addSnapshotSerializer(serializer);

const POLICY = `<policies>
  <inbound>
    <set-header name="X"><value>@(context.RequestId + "&")</value></set-header>
  </inbound>

  <backend />
</policies>`;

test('a policy stands on its lines', () => {
  expect(POLICY).toMatchInlineSnapshot(`
   <policies>
     <inbound>
       <set-header name="X"><value>@(context.RequestId + "&")</value></set-header>
     </inbound>

     <backend />
   </policies>
  `);
  // Jest and Vitest make no difference between line endings in any snapshot.
  expect(POLICY.replace(/\n/g, '\r\n')).toMatchInlineSnapshot(`
   <policies>
     <inbound>
       <set-header name="X"><value>@(context.RequestId + "&")</value></set-header>
     </inbound>

     <backend />
   </policies>
  `);
});

test('a policy in an object is indented as far as it', () => {
  expect({ fragment: { value: '<fragment>\n  <base />\n</fragment>' } }).toMatchInlineSnapshot(`
   {
     "fragment": {
       "value": <fragment>
         <base />
       </fragment>,
     },
   }
  `);
});

test('Terraform JSON that holds a policy is the object that it is', () => {
  const json = JSON.stringify({ resource: { policy: { xml_content: POLICY }, other: ['a "quoted" text'] } }, null, 2);
  expect(json).toMatchInlineSnapshot(`
   {
     "resource": {
       "other": [
         "a "quoted" text",
       ],
       "policy": {
         "xml_content": <policies>
           <inbound>
             <set-header name="X"><value>@(context.RequestId + "&")</value></set-header>
           </inbound>

           <backend />
         </policies>,
       },
     },
   }
  `);
  // As terraform show -json prints it.
  expect(serializer.test(json.replace(/</g, '\\u003c'))).toBe(true);
});

test('white space around a policy is kept', () => {
  const print = (text: string): string => serializer.serialize(text, {}, '  ', 1, [], () => '');
  expect(print('<policies>\n  <inbound />\n</policies>\n')).toBe('<policies>\n    <inbound />\n  </policies>\n');
  expect(print(' \n<policies />')).toBe(' \n  <policies />');
  expect({ policy: '<policies />\n', other: '<policies />' }).toMatchInlineSnapshot(`
   {
     "other": <policies />,
     "policy": <policies />
   ,
   }
  `);
});

test.each([
  ['a number that JavaScript rounds', '{"n":9007199254740993,"p":"<policies />"}'],
  ['two properties of one name', '{"n":1,"n":2,"p":"<policies />"}'],
  ['more depth than Terraform has', `{"p":"<policies />","d":${'['.repeat(300)}${']'.repeat(300)}}`],
  ['more depth than a stack has', `${'{"d":'.repeat(100_000)}"<policies />"${'}'.repeat(100_000)}`],
])('JSON with %s is left alone: to print it as an object would hide a difference, or fail', (_, json) => {
  expect(serializer.test(json)).toBe(false);
});

test('JSON is compared by what it holds, and not by how it is written', () => {
  const json = ' { "b": 9007199254740991, "2": -1.5e+30, "\\u0070": "\\u003cpolicies />" } ';
  expect(serializer.test(json)).toBe(true);
});

test.each([
  ['a text', 'policies: <policies />'],
  ['other XML', '<html>\n<policies />\n</html>'],
  ['a policy that cannot be read', '<policies>\n<inbound>\n</policies>'],
  ['JSON without a policy', '{"a":1}'],
  ['broken JSON', `{"xml_content":"<policies />"`],
  ['an object that is none', null],
])('%s is left alone', (_, value) => {
  expect(serializer.test(value)).toBe(false);
});
