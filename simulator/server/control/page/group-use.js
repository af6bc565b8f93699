/**
 * Describes which units currently send requests to a group of a pool.
 *
 * A unit uses the first group that has a backend whose circuit is closed there, or that has no circuit.
 */
export function groupUse(groups, index, backends, units) {
  const byName = new Map(backends.map((backend) => [backend.name, backend]));
  const isUsable = (name, unit) =>
    byName.get(name)?.circuits.find((circuit) => circuit.unit === unit)?.state !== 'open';
  const users = Array.from({ length: units }, (_, number) => number + 1).filter(
    (unit) => groups.findIndex(({ backends: names }) => names.some((name) => isUsable(name, unit))) === index,
  );
  if (users.length === 0) return '';
  if (users.length === units) return 'in use';
  return users.length === 1 ? `in use by unit ${users[0]}` : `in use by units ${users.join(', ')}`;
}
