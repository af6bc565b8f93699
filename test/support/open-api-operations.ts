import { FailoverApi, OpenApiDocument } from '../../lib';
import { newPool, newService, newStack, resources } from './stack';

/** The synthesized operations of an API whose operations are those of the document, by ID. */
export function operationsOf(content: string | object): Record<string, Record<string, unknown>> {
  const stack = newStack();
  const apiManagement = newService(stack);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const openApi = OpenApiDocument.fromInline(text);
  new FailoverApi(stack, 'Api', {
    ...{ apiManagement, pool: newPool(stack, apiManagement), name: 'pets', path: 'pets', openApi },
  });
  const shared = ['api_management_name', 'api_name', 'resource_group_name', 'lifecycle', 'provider', 'operation_id'];
  return Object.fromEntries(
    resources(stack, 'azurerm_api_management_api_operation').map((block) => [
      String(block.operation_id),
      Object.fromEntries(Object.entries(block).filter(([name]) => !shared.includes(name))),
    ]),
  );
}

/** The synthesized operation of a document that has only this one. */
export function operationWith(operation: object, rest: object = {}, path = '/a'): Record<string, unknown> {
  const [only] = Object.values(operationsOf({ openapi: '3.1.0', paths: { [path]: { post: operation } }, ...rest }));
  return only;
}
