import { apply } from './apply';
import { program } from './program';
import { secondApi } from './rows/api-parts';
import { base } from './rows/base';

// No finding reports it: AF010 allows two revisions of an API, because they share a path.
test('two revisions of an API cannot be deployed by one program: operations and policies of both have one ID', () => {
  const both = base({
    api: (parts) => {
      secondApi(parts, { name: 'orders', path: 'orders', revision: '2' });
      return {};
    },
  });
  const { refusals } = apply(undefined, program(both));
  expect(refusals).toContainEqual(
    expect.stringMatching(/^create apim\/apis\/orders\/policy .* already exists, and would have to be imported/),
  );
});
