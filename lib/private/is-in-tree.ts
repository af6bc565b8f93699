import type { IConstruct } from 'constructs';

/** Returns whether the construct is still in the tree: neither it nor one of its scopes was removed. */
export function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return !scope || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}
