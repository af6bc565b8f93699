import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KIND_OF, PASSED_OVER_KINDS, PASSED_OVER_TYPES } from '../../simulator/deployment/kinds';
import { ROOT } from '../support/root';

const PAGE = readFileSync(join(ROOT, 'docs/adopting-terraform.md'), 'utf8');

function namesIn(start: string): string[] {
  const line = PAGE.split('\n').find((each) => each.startsWith(start)) ?? '';
  return [...line.slice(start.length).matchAll(/`([^`]+)`/g)].map(([, name]) => name.slice(1));
}

describe('the page about adoption lists', () => {
  test('the azurerm resources that are passed over', () => {
    expect(namesIn('- azurerm: ')).toEqual(PASSED_OVER_TYPES);
  });

  test('the azapi types that are passed over', () => {
    expect(namesIn('- azapi, also below `/workspaces`: ')).toEqual(PASSED_OVER_KINDS);
  });

  test('the azurerm resources that are read', () => {
    const [table] = /\| Resource [^]*?\n\n/.exec(PAGE) ?? [''];
    const listed = [...table.matchAll(/`_([a-z_]+)`/g)].map(([, name]) => name);
    const read = [...KIND_OF.keys()].map((type) => type.slice('azurerm_api_management_'.length));
    expect(new Set(listed)).toEqual(new Set(read.filter((name) => name !== '')));
  });
});
