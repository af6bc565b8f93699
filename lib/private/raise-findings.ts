import { AnnotationMetadataEntryType, Aspects } from 'cdktf';
import { IConstruct } from 'constructs';
import { FindingAcknowledgement } from '../acknowledgement';
import { Finding, formatFinding } from '../failover';
import { printable } from '../messages';

/**
 * Raises what `check` finds when the stack is synthesized: errors fail the synth, warnings and notes are annotations,
 * and what is acknowledged is listed with its reason.
 */
export function raiseFindings(
  construct: IConstruct,
  check: () => Finding[],
  acknowledgements: readonly FindingAcknowledgement[] = [],
): void {
  const reasons = new Map(acknowledgements.map(({ code, reason }) => [code, reason]));
  const annotated = new Set<string>();
  const tell = (finding: Finding): void => {
    const reason = reasons.get(finding.code);
    const message = lineOf(finding);
    if (annotated.has(message) || (finding.level === 'error' && reason === undefined)) return;
    annotated.add(message);
    if (reason !== undefined) annotate(construct, INFO, printable(`${message} Acknowledged: ${reason}`));
    else annotate(construct, finding.level === 'warning' ? WARN : INFO, message);
  };
  Aspects.of(construct).add({
    visit: (node) => {
      if (node === construct) check().forEach(tell);
    },
  });
  construct.node.addValidation({
    validate: () =>
      check()
        .filter(({ level, code }) => level === 'error' && !reasons.has(code))
        .map(lineOf),
  });
}

/** Tells something about a construct when the stack is synthesized; nothing where there is nothing to tell. */
export function tellAtSynth(construct: IConstruct, tell: () => string | undefined): void {
  const told = new Set<string>();
  Aspects.of(construct).add({
    visit: (node) => {
      const message = node === construct ? tell() : undefined;
      if (message === undefined || told.has(message)) return;
      told.add(message);
      annotate(construct, INFO, message);
    },
  });
}

const { INFO, WARN } = AnnotationMetadataEntryType;

/** Adds what cdktf's Annotations add, without the stack trace, which is that of the synth and the same for every construct. */
function annotate(construct: IConstruct, level: AnnotationMetadataEntryType, message: string): void {
  construct.node.addMetadata(level, message);
}

function lineOf(finding: Finding): string {
  return printable(formatFinding(finding));
}
