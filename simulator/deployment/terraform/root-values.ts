import { Configuration, ConfigurationBlock, ConfigurationFile, locationOf, locationOfValue } from './configuration';
import type { ReadingFaults } from '../reading-faults';
import { own, Unresolved, Value } from '../value';
import { givenConstant, givenText, GivenValue, typeFault } from './variables';

/** What the variables of root modules are given. */
export interface Given {
  /** Later files take precedence. */
  readonly files: readonly ConfigurationFile[];
  /** The values of `--var`, by name, which take precedence over all files. */
  readonly options: Readonly<Record<string, string>>;
}

/** A value with its location, for example `--var region` or `terraform.tfvars:3`. */
interface LocatedValue extends GivenValue {
  readonly where: string;
}

/**
 * Returns the values that the variables of a root module are given. A value that Terraform refuses is reported here, and
 * is not known where it is used.
 */
export function rootValues(
  configuration: Configuration,
  given: Given,
  faults: ReadingFaults,
): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const [name, block] of configuration.variables) {
    const isAccepted = ({ where, value, fault = typeFault(block, value, `var.${name}`) }: LocatedValue): boolean => {
      if (fault !== undefined) faults.say(where, fault);
      return fault === undefined;
    };
    const otherwise = defaultOf(block);
    // Terraform refuses such a default even if it is not used.
    const isDefaultAccepted = otherwise === undefined || isAccepted(otherwise);
    const value = givenTo(block, configuration.folder, given);
    if (value ? !isAccepted(value) : !isDefaultAccepted) values.set(name, refused(`var.${name}`, faults));
    else if (value) values.set(name, value.value);
  }
  return values;
}

/** Returns what stands for a value that is already reported. */
export function refused(reference: string, faults: ReadingFaults): Unresolved {
  const reason = `${reference} has a value that Terraform refuses`;
  faults.leaveOut(reason);
  return new Unresolved(reason, reference);
}

/** Returns the default of a variable. In JSON, it is not a template. In HCL, it is a constant expression. */
export function defaultOf(block: ConfigurationBlock): LocatedValue | undefined {
  const json = own(block.body, 'default');
  if (json === undefined) return undefined;
  const value = block.file.hcl === undefined ? { value: json } : givenConstant(json, 'a default');
  return { where: locationOf(block, 'default'), ...value };
}

function givenTo(block: ConfigurationBlock, folder: string, { files, options }: Given): LocatedValue | undefined {
  const { name } = block;
  const text = own(options, name);
  if (text !== undefined) return { where: `--var ${name}`, ...givenText(block, text) };
  for (const file of [...files].reverse()) {
    const json = own(file.json, name);
    const isOwn = file.scope === undefined || file.scope === folder;
    if (json === undefined || !isOwn) continue;
    const value = file.hcl === undefined ? { value: json } : givenConstant(json, 'a value in a variables file');
    return { where: locationOfValue(file, name), ...value };
  }
  return undefined;
}
