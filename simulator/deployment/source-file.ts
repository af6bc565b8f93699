/** The name and the text of a file. */
export interface SourceFile {
  readonly name: string;
  /** The text, which is JSON, or is converted to it. */
  readonly json: string;
  /** The HCL that was converted. */
  readonly hcl?: string;
  /** What the file is, unless it is a part of a root module or an ARM template. */
  readonly role?: 'module' | 'variables' | 'parameters';
  /** The folder of the root module that the values of variables are for; undefined if they are for all. */
  readonly scope?: string;
  /** Whether expressions can read other files in the folder. */
  readonly isOnDisk?: boolean;
}
