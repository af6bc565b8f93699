// Raises the version of the command and of the action in action.yml and in the documentation, for npm run release:
// apim-failover@0.1 and cdktf-apim-failover@v0.1.0.

const COMMAND = /(?<=\bapim-failover@)\d+\.\d+\b/g;
const ACTION = /(?<=\/cdktf-apim-failover@v)\d+\.\d+\.\d+\b/g;

/** The version, or its first two numbers if the text contains no more. */
module.exports.readVersion = (text) => (text.match(ACTION) ?? text.match(COMMAND))?.[0];

module.exports.writeVersion = (text, version) =>
  text.replace(COMMAND, version.split('.').slice(0, 2).join('.')).replace(ACTION, version);
