import type { BackendCredentials } from '../../backend-credentials';
import type { Faults } from '../faults';
import { isMarked } from '../marks';

/** Validates all credentials of a backend. */
export function validateCredentials(
  faults: Faults,
  where: string,
  credentials: readonly BackendCredentials[] | undefined,
  backendName: string,
): void {
  const sent = new Map<string, number>();
  const stored = new Map<string, number>();
  faults.list(where, credentials).forEach((given, index) => {
    const here = `${where}[${index}]`;
    if (!isMarked('BackendCredentials', given)) {
      return faults.report(
        here,
        'it is not a BackendCredentials object; its value is not shown because it may be a secret',
      );
    }
    const { _credential: credential } = given;
    credential.validate(faults, here, backendName);
    const sameSent = firstOf(sent, credential.sends, index);
    const sameStored = firstOf(stored, credential.storedName?.(backendName)?.toLowerCase(), index);
    if (sameSent !== undefined) {
      const what = String(credential.sends).split(' ')[0];
      faults.report(here, `it sends the same ${what} as ${where}[${sameSent}]; each is allowed once`);
    } else if (sameStored !== undefined) {
      faults.report(here, `its named value has the same name as that of ${where}[${sameStored}]; ${OTHER_HEADER}`);
    }
  });
}

const OTHER_HEADER =
  'each needs a name of its own, which combines the backend and the header in lower case, with a hyphen for every ' +
  'character other than a letter, digit, hyphen or underscore: choose another header';

/** Returns the index of the first credential with the same key, if there is one. */
function firstOf(seen: Map<string, number>, key: string | undefined, index: number): number | undefined {
  if (key === undefined) return undefined;
  const first = seen.get(key);
  if (first === undefined) seen.set(key, index);
  return first;
}
