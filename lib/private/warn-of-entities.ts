import { Annotations } from 'cdktf';
import type { IConstruct } from 'constructs';
import { PolicyNode, text, twiceEscaped } from '../policy';
import type { PolicySections } from '../policy-sections';
import type { Sections } from './policy-sections';

const PROPS = { inbound: 'inbound', backend: 'backend', outbound: 'outbound', 'on-error': 'onError' } as const;

/**
 * Warns about texts that are escaped twice, which Terraform shows as a change in every plan.
 *
 * @param place the location of the props that contain the policies, with the dot behind it
 */
export function warnOfEntities(construct: IConstruct, place: string, sections: Sections, rewriteUri?: string): void {
  const warn = (where: string, nodes: readonly PolicyNode[] = []): void => {
    for (const { entity, position } of nodes.flatMap(twiceEscaped)) {
      const at = position ? `line ${position.line}, column ${position.column}: ` : '';
      Annotations.of(construct).addWarning(
        `${place}${where}: ${at}the text contains ${entity} after it is unescaped, which is a change in every plan, ` +
          `because azurerm unescapes it again; escape it once less, or write an expression, such as @("&" + "${entity.slice(1)}")`,
      );
    }
  };
  if (rewriteUri !== undefined) warn('rewriteUri', [text(rewriteUri)]);
  for (const [section, prop] of Object.entries(PROPS) as [keyof Sections, keyof PolicySections][]) {
    warn(`policies.${prop}`, sections[section]);
  }
}
