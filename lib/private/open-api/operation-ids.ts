import { grouped } from '../../failover';
import { OPERATION_ID } from '../rules';
import { HASH_LENGTH, shortHash } from '../short-hash';

/** An operation of a document whose ID is still to be determined. */
interface Unnamed {
  readonly operationId?: string;
  readonly method: string;
  readonly path: string;
}

/**
 * Returns the ID of each operation: the one in the document, if Azure allows it and no other operation has it. Otherwise
 * it is made of the method and the path, as in `get-orders-id`.
 *
 * No ID depends on the order of the operations: Terraform would replace the operations whose IDs change places.
 */
export function operationIds(operations: readonly Unnamed[]): string[] {
  const given = operations.map(({ operationId = '' }) => (OPERATION_ID.pattern?.test(operationId) ? operationId : ''));
  const isKept = aloneIn(given);
  const ids = operations.map((operation, index) => (isKept(given[index]) ? given[index] : madeOf(operation)));
  const isAlone = aloneIn(ids);
  return operations.map((operation, index) => {
    const id = ids[index];
    if (isKept(given[index]) || (id.length <= LONGEST && isAlone(id))) return id;
    return `${id.slice(0, LONGEST - HASH_LENGTH - 1)}-${hashOf(operation)}`;
  });
}

const LONGEST = 80;

function madeOf({ method, path }: Unnamed): string {
  const words = `${method} ${path}`.toLowerCase().match(/[a-z\d]+/g) ?? [];
  return words.join('-');
}

function hashOf({ method, path }: Unnamed): string {
  return shortHash(`${method} ${path}`);
}

/** Returns a function that returns whether an ID occurs once in a list. Azure does not distinguish case. */
function aloneIn(ids: readonly string[]): (id: string) => boolean {
  const groups = grouped(ids, (id) => id.toLowerCase());
  return (id) => id !== '' && groups.get(id.toLowerCase())?.length === 1;
}
