/** What is given beside the path of a deployment. */
export interface DeploymentInput {
  /** Values of Terraform variables, by name. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The paths of files with Terraform variables; later files take precedence. */
  readonly variableFiles?: readonly string[];
  /** The path of a file with the parameters of an ARM template. */
  readonly parameters?: string;
}
