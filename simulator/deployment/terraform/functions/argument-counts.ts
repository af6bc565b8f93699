import { counted } from '../../../../lib/failover';

/** The least and the most arguments that functions take. */
const COUNTS: readonly (readonly [least: number, most: number, ...names: readonly string[]])[] = [
  [0, 0, 'plantimestamp', 'timestamp', 'uuid'],
  [
    ...([1, 1] as const),
    ...['abs', 'abspath', 'alltrue', 'anytrue', 'base64decode', 'base64encode', 'base64gunzip', 'base64gzip'],
    ...['base64sha256', 'base64sha512', 'basename', 'can', 'ceil', 'chomp', 'cidrnetmask', 'compact', 'csvdecode'],
    ...['dirname', 'distinct', 'ephemeralasnull', 'file', 'filebase64', 'filebase64sha256', 'filebase64sha512'],
    ...['fileexists', 'filemd5', 'filesha1', 'filesha256', 'filesha512', 'flatten', 'floor', 'issensitive'],
    ...['jsondecode', 'jsonencode', 'keys', 'length', 'lower', 'md5', 'nonsensitive', 'one', 'pathexpand', 'reverse'],
    ...['sensitive', 'sha1', 'sha256', 'sha512', 'signum', 'sort', 'strrev', 'sum', 'title', 'tobool', 'tolist'],
    ...['tomap', 'tonumber', 'toset', 'tostring', 'transpose', 'trimspace', 'type', 'upper', 'urldecode', 'urlencode'],
    ...['values', 'yamldecode', 'yamlencode'],
  ],
  [
    ...([2, 2] as const),
    ...['chunklist', 'cidrcontains', 'cidrhost', 'contains', 'element', 'endswith', 'fileset', 'formatdate', 'indent'],
    ...['index', 'log', 'parseint', 'pow', 'regex', 'regexall', 'rsadecrypt', 'setsubtract', 'split', 'startswith'],
    ...['strcontains', 'templatefile', 'templatestring', 'textdecodebase64', 'textencodebase64', 'timeadd', 'timecmp'],
    ...['trim', 'trimprefix', 'trimsuffix', 'uuidv5', 'zipmap'],
  ],
  [3, 3, 'cidrsubnet', 'matchkeys', 'replace', 'slice', 'substr'],
  [1, 2, 'bcrypt'],
  [2, 3, 'lookup'],
  [1, 3, 'range'],
  [
    ...([1, Infinity] as const),
    ...['cidrsubnets', 'coalesce', 'coalescelist', 'concat', 'format', 'formatlist', 'max', 'min'],
    ...['setintersection', 'setunion', 'try'],
  ],
  [2, Infinity, 'join'],
  [0, Infinity, 'merge', 'setproduct'],
];

const BY_NAME = new Map(
  COUNTS.flatMap(([least, most, ...names]) => names.map((name) => [name, [least, most]] as const)),
);

/** Returns why a function cannot be called with a number of arguments; undefined if it can. */
export function argumentsFault(name: string, count: number): string | undefined {
  const [least, most] = BY_NAME.get(name) ?? [0, Infinity];
  if (count >= least && count <= most) return undefined;
  const taken = most === least ? String(least) : most === Infinity ? `at least ${least}` : `from ${least} to ${most}`;
  return `${name} is called with ${counted(count, 'argument')}, but takes ${taken}`;
}
