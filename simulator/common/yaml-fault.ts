import type { YAMLParseError } from 'yaml';

/**
 * Returns the fault of a YAML file and its location, without the excerpts in the messages of the parser: they can
 * contain secrets.
 */
export function yamlFault({ message, linePos }: YAMLParseError): string {
  const [what] = message.split(/: | at line \d|\n/);
  const words = what.replace(/^(Invalid escape sequence) .*$/s, '$1').replace(/:$/, '');
  return linePos ? `${words} at line ${linePos[0].line}, column ${linePos[0].col}` : words;
}
