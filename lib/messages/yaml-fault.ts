/** An error of the YAML parser. */
interface ParserError {
  readonly message: string;
  readonly linePos?: readonly { readonly line: number; readonly col: number }[];
}

/**
 * Returns the fault of invalid YAML and its location, without the excerpts in the messages of the parser: they can
 * contain secrets.
 */
export function yamlFault({ message, linePos }: ParserError): string {
  const [what] = message.split(/: | at line \d|\n|; please use /);
  const words = what.replace(/^(Invalid escape sequence) .*$/s, '$1').replace(/^With stringKeys, |:$/g, '');
  return linePos ? `${words} at line ${linePos[0].line}, column ${linePos[0].col}` : words;
}
