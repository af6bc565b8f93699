import { adopted } from './adopted';
import { api, operation, type Resources } from './declared';

test('a display name that is not known is filled in, and not guessed', async () => {
  const resource: Resources = {
    azurerm_api_management_api: { a: api('orders', { display_name: 'Orders ${var.stage}' }) },
    azurerm_api_management_api_operation: {
      o: operation('orders', 'get', 'GET', '/', { display_name: 'Get ${var.stage}' }),
    },
  };
  const { stdout, main } = await adopted({ variable: { stage: {} }, resource });
  expect(stdout).toContain('var.orders_display_name: orders display-name, which is not known');
  expect(stdout).toContain('var.orders_get_display_name: orders get display-name, which is not known');
  expect(main).not.toMatch(/displayName: "/);
});
