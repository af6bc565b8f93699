import type { Json, JsonObject } from '../value';
import { ExpressionError, isExpression, readExpression } from './expression';
import type { TemplateFile } from './template-file';

/** Texts for people, which are not evaluated. */
const METADATA = 'metadata';

/** Reports all expressions of a template that cannot be parsed. */
export function checkExpressions(root: JsonObject, file: TemplateFile): void {
  const visit = (value: Json, name: string, within: object): void => {
    if (typeof value === 'string') checkText(value, name, within, file);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value as JsonObject)) {
      if (key !== METADATA) visit(item, Array.isArray(value) ? name : key, value);
    }
  };
  visit(root, '', root);
}

function checkText(text: string, name: string, within: object, file: TemplateFile): void {
  if (!isExpression(text)) return;
  try {
    readExpression(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    file.say(within, `the expression of '${name}' ${error.message}`);
  }
}
