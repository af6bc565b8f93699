/** Headers that are of one connection, and not of the message. */
const HOP_BY_HOP = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
]);

/**
 * Tells which headers stay on this connection: those that always do, and those that `Connection` names.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-connection
 */
export function isHopByHop(connection: string | undefined): (name: string) => boolean {
  if (connection === undefined || HOP_BY_HOP.has(connection.toLowerCase())) return isAlways;
  const named = new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
  return (name) => HOP_BY_HOP.has(name) || named.has(name);
}

function isAlways(name: string): boolean {
  return HOP_BY_HOP.has(name);
}
