import { refuse } from '../language/function';
import { ofKind } from '../language/kinds';
import type { Value } from '../../value';

/** A quoted or plain field with what follows it. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** Returns the rows after the first one, which contains the names. */
export function csvRows(text: string): Value {
  const [names = [], ...rows] = recordsOf(text);
  if (names.length === 0) return refuse('csvdecode is called without a header line');
  if (new Set(names).size < names.length) return refuse('two columns of a CSV text have the same name');
  return ofKind(
    'list',
    rows.map((row) => {
      if (row.length !== names.length) return refuse('a row of a CSV text has the wrong number of fields');
      return ofKind('object', Object.fromEntries(names.map((name, index) => [name, row[index] ?? ''])));
    }),
  );
}

function recordsOf(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    FIELD.lastIndex = at;
    const [whole, quoted, plain = '', end = ''] =
      FIELD.exec(text) ?? refuse('csvdecode is called with a text that is not CSV');
    at += whole.length;
    record.push(quoted?.replaceAll('""', '"').replaceAll('\r\n', '\n') ?? plain);
    if (end === ',' && at < text.length) continue;
    if (end === ',') record.push('');
    // An empty line is not a record.
    if (record.length > 1 || record[0] !== '' || quoted !== undefined) records.push(record);
    record = [];
  }
  return records;
}
