import type { SourceText } from '../../source-text';
import { Unresolved } from '../../value';

/** The files that expressions can read, by path relative to the folder of the root module. */
export interface Files {
  /** Returns the text of a file. */
  text(path: string): string | Unresolved;
  /** Keeps that a text is rendered from a template. */
  addRendered(text: string, path: string): void;
  /** Returns the file that a text is the content of, or is rendered from; undefined if there is not exactly one. */
  sourceOf(text: string): SourceText | undefined;
}

export const NO_FILES: Files = {
  text: (path) => new Unresolved(`the file ${path} cannot be read`),
  addRendered: () => undefined,
  sourceOf: () => undefined,
};
