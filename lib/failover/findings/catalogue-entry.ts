/** The levels of findings, the most severe first. */
export const FINDING_LEVELS = ['error', 'warning', 'note'] as const;

/**
 * The severity of a finding. An error means that failover cannot work, a warning that it is late or incomplete, and a
 * note is for information.
 */
export type FindingLevel = (typeof FINDING_LEVELS)[number];

/** The description of a finding code in all listings. Texts are Markdown, without links. */
export interface CatalogueEntry<Level extends FindingLevel = FindingLevel> {
  /** The possible levels of the findings, the most severe first. The first level is the default. */
  readonly levels: readonly [Level, ...Level[]];
  /** The problem in a few words, without a full stop. */
  readonly title: string;
  /** The problem and its consequences, in a few sentences. */
  readonly description: string;
  /** The general remedy. The remedy of a finding includes specific values. */
  readonly remedy: string;
}

type Texts = Omit<CatalogueEntry, 'levels'>;

export function entry<Level extends FindingLevel>(
  levels: readonly [Level, ...Level[]],
  texts: Texts,
): CatalogueEntry<Level> {
  return { levels, ...texts };
}

export function error(texts: Texts): CatalogueEntry<'error'> {
  return entry(['error'], texts);
}

export function warning(texts: Texts): CatalogueEntry<'warning'> {
  return entry(['warning'], texts);
}

export function note(texts: Texts): CatalogueEntry<'note'> {
  return entry(['note'], texts);
}
