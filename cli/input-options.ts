import { Command, InvalidArgumentError } from 'commander';
import type { DeploymentInput } from '../simulator/deployment';

/** The options of every command that reads a deployment. */
export interface InputOptions {
  readonly var?: Readonly<Record<string, string>>;
  readonly varFile?: readonly string[];
  readonly parameters?: string;
}

/** Adds the options to a command. */
export function withInputOptions(command: Command): Command {
  return command
    .option('--var <name=value>', 'the value of a Terraform variable; repeatable', collectVariable)
    .option(
      '--var-file <file>',
      'a file with Terraform variables; repeatable',
      (file: string, files: string[] = []) => [...files, file],
    )
    .option('--parameters <file>', 'a file with the parameters of an ARM template');
}

/** Returns what the options add to the path of a deployment. */
export function inputOf({ var: variables, varFile: variableFiles, parameters }: InputOptions): DeploymentInput {
  return { variables, variableFiles, parameters };
}

/** The value can be a secret, and is not repeated. */
function collectVariable(given: string, variables: Readonly<Record<string, string>> = {}): Record<string, string> {
  const mark = given.indexOf('=');
  if (mark <= 0) throw new InvalidArgumentError(`NAME=VALUE is needed, such as --var environment=prod.`);
  return { ...variables, [given.slice(0, mark)]: given.slice(mark + 1) };
}
