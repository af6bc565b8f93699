import { suggestion } from '../../common/nearest';
import { Configuration, locationOfValue } from './configuration';
import type { ReadingFaults } from '../reading-faults';
import type { Given } from './root-values';

/** Warns of values for variables that no root module declares. Another input of the same command can have them. */
export function warnOfUndeclared(
  { files, options }: Given,
  configurations: readonly Configuration[],
  isArm: boolean,
  faults: ReadingFaults,
): void {
  if (configurations.length === 0) {
    const why = isArm
      ? 'an ARM template has no Terraform variables; use --parameters'
      : 'a plan or a state contains the values';
    for (const name of Object.keys(options)) faults.unused(`--var ${name}`, why);
    for (const { name } of files) faults.unused(`--var-file ${name}`, why);
    return;
  }
  const declared = namesIn(configurations);
  for (const name of Object.keys(options)) {
    if (!declared.has(name)) {
      faults.undeclared(`--var ${name}`, `no variable has this name${suggestion(name, [...declared])}`);
    }
  }
  for (const file of files) {
    const { scope } = file;
    const own = scope === undefined ? declared : namesIn(configurations.filter(({ folder }) => folder === scope));
    // In JSON, this name is a comment.
    for (const name of Object.keys(file.json).filter((each) => !own.has(each) && each !== '//')) {
      faults.undeclared(locationOfValue(file, name), `no variable has the name ${name}${suggestion(name, [...own])}`);
    }
  }
}

function namesIn(configurations: readonly Configuration[]): ReadonlySet<string> {
  return new Set(configurations.flatMap(({ variables }) => [...variables.keys()]));
}
