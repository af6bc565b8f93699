import { createHash } from 'node:crypto';
import { backend, backendsOf, Folder, SERVICE } from './folder';

// Loading the parser of HCL takes seconds on a busy machine.
jest.setTimeout(60_000);

const SITE = 'resource "azurerm_linux_web_app" "site" {\n  name = "s"\n  identity {\n    type = "x"\n  }\n}\n';

describe('values that must not be guessed', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  async function nameOf(expression: string, more = ''): Promise<string | undefined> {
    const text = SERVICE + more + backend(`name = ${expression}\n url = "https://b"`);
    const deployment = await folder.write({ 'main.tf': text, 'there.txt': 'é\n' }).read();
    return backendsOf(deployment)[0]?.[1];
  }

  test.each([
    ['try(file("none.txt"), "no")', 'no'],
    ['try(file("folder/none.txt"), "no")', 'no'],
    ['fileexists("none.txt") ? "yes" : "no"', 'no'],
    ['fileexists("there.txt") ? "yes" : "no"', 'yes'],
    ['filemd5("there.txt")', createHash('md5').update('é\n').digest('hex')],
    ['filesha256("${path.module}/there.txt")', createHash('sha256').update('é\n').digest('hex')],
    ['try(azurerm_linux_web_app.site.name, "no")', 's'],
    [
      '[for s in [azurerm_linux_web_app.site] : try(s.none[0].x, "no")][0]',
      expect.stringMatching(/^\$\{try\(~\w+\)\}$/),
    ],
    [
      '[for s in [azurerm_linux_web_app.site] : try(s.identity[0].principal_id, "no")][0]',
      expect.stringMatching(/^\$\{try\(~\w+\)\}$/),
    ],
  ])('%s', async (expression, name) => {
    expect(await nameOf(expression, SITE)).toEqual(name);
  });

  test.each([
    ['try(file("../none.txt"), "no")', 'is outside of the folders'],
    [
      'file("none.txt")',
      'main.tf:10: azurerm_api_management_backend.b: name cannot be evaluated: the file none.txt does not exist',
    ],
  ])('%s is a fault', async (expression, fault) => {
    folder.write({ 'main.tf': SERVICE + backend(`name = ${expression}\n url = "https://b"`) });
    expect(await folder.faults()).toEqual([
      expect.stringMatching(fault.startsWith('is') ? /outside|does not exist/ : fault),
    ]);
  });

  test.each([
    ['"${"$"}{x}"', 'a string that ends in $ or % is interpolated before {'],
    ['"${"%"}{if x}"', 'a string that ends in $ or % is interpolated before {'],
    ['9007199254740993', 'a whole number has more than 15 digits'],
    ['1e20', 'a whole number has more than 15 digits'],
    ['[1e400]', 'a number is too large'],
  ])('%s, which the parser changes, is a fault with its line', async (value, what) => {
    folder.write({ 'main.tf': `locals {\n  a = 1\n  b = ${value}\n}\n${SERVICE}` });
    expect(await folder.faults()).toEqual([expect.stringContaining(`main.tf:3: ${what}`)]);
  });

  test.each(['"${"a"}{x}"', '"5%${"x"}"', '9007199254740991', '[1e10, 1.5]', '"9007199254740993"'])(
    '%s is read',
    async (value) => {
      folder.write({ 'main.tf': `locals {\n  b = ${value}\n}\n${SERVICE}` });
      expect(await folder.faults()).toEqual([]);
    },
  );
});

test.each([
  ['/* '.repeat(60_000), 1],
  ['# a */\n/* b */\n/* c\n', 3],
])('a comment that is not closed is a fault', async (text, line) => {
  const folder = new Folder().write({ 'main.tf': text });
  try {
    expect(await folder.faults()).toEqual([`main.tf:${line}: a comment is not closed`]);
  } finally {
    folder.remove();
  }
});

test('a comment at the end, and stars in strings', async () => {
  const folder = new Folder().write({ 'main.tf': `${SERVICE}\nlocals {\n a = "/*"\n}\n/* end */ // */\n# /*` });
  try {
    expect(await folder.faults()).toEqual([]);
  } finally {
    folder.remove();
  }
});
