import { Annotations } from 'cdktf';
import type { IConstruct } from 'constructs';
import { PolicyNode, text, twiceEscaped } from '../policy';
import type { PolicySections } from '../policy-sections';
import type { Sections } from './policy-sections';

const PROPS = { inbound: 'inbound', backend: 'backend', outbound: 'outbound', 'on-error': 'onError' } as const;

/** What differs in the warning about a text. */
interface Wording {
  readonly unescaped: string;
  readonly again: string;
  readonly advice: string;
}

const XML: Wording = { unescaped: ' after it is unescaped', again: ' again', advice: 'escape it once less, or ' };
/** A rewritten URI is not XML, so nothing in it is escaped that could be escaped once less. */
const NOT_XML: Wording = { unescaped: '', again: '', advice: '' };

/**
 * Warns about texts that are escaped twice, which Terraform shows as a change in every plan.
 *
 * @param place the location of the props that contain the policies, with the dot behind it
 */
export function warnOfEntities(construct: IConstruct, place: string, sections: Sections, rewriteUri?: string): void {
  const warn = (where: string, { unescaped, again, advice }: Wording, nodes: readonly PolicyNode[] = []): void => {
    for (const { entity, position } of nodes.flatMap(twiceEscaped)) {
      const at = position ? `line ${position.line}, column ${position.column}: ` : '';
      Annotations.of(construct).addWarning(
        `${place}${where}: ${at}the text contains ${entity}${unescaped}, which is a change in every plan, because ` +
          `azurerm unescapes it${again}; ${advice}write an expression, such as @("&" + "${entity.slice(1)}")`,
      );
    }
  };
  if (rewriteUri !== undefined) warn('rewriteUri', NOT_XML, [text(rewriteUri)]);
  for (const [section, prop] of Object.entries(PROPS) as [keyof Sections, keyof PolicySections][]) {
    warn(`policies.${prop}`, XML, sections[section]);
  }
}
