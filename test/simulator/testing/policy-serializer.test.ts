import serializer from '../../../simulator/testing/policy-serializer';

expect.addSnapshotSerializer(serializer);

const POLICY = `<policies>
  <inbound>
    <set-header name="X"><value>@(context.RequestId + "&")</value></set-header>
  </inbound>

  <backend />
</policies>
`;

test('a policy stands on its lines', () => {
  expect(POLICY).toMatchInlineSnapshot(`
   <policies>
     <inbound>
       <set-header name="X"><value>@(context.RequestId + "&")</value></set-header>
     </inbound>

     <backend />
   </policies>
  `);
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
