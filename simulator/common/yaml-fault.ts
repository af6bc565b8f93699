import type { YAMLParseError } from 'yaml';

/** What is wrong with a YAML file and where, without the excerpts that the parser's messages hold: there may be secrets. */
export function yamlFault({ message, linePos }: YAMLParseError): string {
  const [what] = message.split(/: | at line \d|\n/);
  const words = what.replace(/^(Invalid escape sequence) .*$/s, '$1').replace(/:$/, '');
  return linePos ? `${words} at line ${linePos[0].line}, column ${linePos[0].col}` : words;
}
