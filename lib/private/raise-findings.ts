import { AnnotationMetadataEntryType, Aspects } from 'cdktf';
import { IConstruct } from 'constructs';
import { FindingAcknowledgement } from '../acknowledgement';
import { Finding, formatFinding } from '../failover';
import { printable } from '../messages';
import { withoutTokens } from './terraform-text';

export const { INFO, WARN } = AnnotationMetadataEntryType;

/**
 * Raises the findings of `check` when the stack is synthesized. Errors fail the synth. Warnings, notes and acknowledged
 * findings become annotations.
 *
 * @param implied acknowledgements that other settings imply; those of the caller take precedence
 */
export function raiseFindings(
  construct: IConstruct,
  check: () => Finding[],
  acknowledgements: readonly FindingAcknowledgement[] = [],
  implied: () => readonly FindingAcknowledgement[] = () => [],
): void {
  const own = new Map(acknowledgements.map(({ code, reason }) => [code, reason]));
  const reasonOf = ({ code }: Finding): string | undefined =>
    own.get(code) ?? implied().find((each) => each.code === code)?.reason;
  const annotated = new Set<string>();
  const report = (finding: Finding): void => {
    const reason = reasonOf(finding);
    const message = lineOf(finding);
    if (annotated.has(message) || (finding.level === 'error' && reason === undefined)) return;
    annotated.add(message);
    if (reason !== undefined) annotate(construct, INFO, printable(withoutTokens(`${message} Acknowledged: ${reason}`)));
    else annotate(construct, finding.level === 'warning' ? WARN : INFO, message);
  };
  Aspects.of(construct).add({
    visit: (node) => {
      if (node === construct) check().forEach(report);
    },
  });
  construct.node.addValidation({
    validate: () =>
      check()
        .filter((finding) => finding.level === 'error' && reasonOf(finding) === undefined)
        .map(lineOf),
  });
}

/** Adds an annotation to a construct when the stack is synthesized, unless the message is undefined. */
export function annotateAtSynth(construct: IConstruct, messageOf: () => string | undefined, level = INFO): void {
  const annotated = new Set<string>();
  Aspects.of(construct).add({
    visit: (node) => {
      const message = node === construct ? messageOf() : undefined;
      if (message === undefined || annotated.has(message)) return;
      annotated.add(message);
      annotate(construct, level, message);
    },
  });
}

/**
 * Adds an annotation like cdktf's Annotations, but without the stack trace, which is that of the synth for every
 * construct.
 */
function annotate(construct: IConstruct, level: AnnotationMetadataEntryType, message: string): void {
  construct.node.addMetadata(level, message);
}

function lineOf(finding: Finding): string {
  return printable(withoutTokens(formatFinding(finding)));
}
