import { holdsExpression, isExpression } from '../../lib/policy';
import type { TextRule } from '../../lib/private/text-rule';

/** What a construct accepts as the URI on the backend: a path, or one expression. */
export const REWRITE_URI: TextRule = {
  pattern: { test: (text) => /^[^\p{C}]+$/u.test(text) && (!holdsExpression(text) || isExpression(text)) },
  longest: 2000,
  allowed: 'a path or one policy expression is allowed',
};
