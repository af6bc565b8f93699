import { posix } from 'node:path';
import { asObject, asText, FunctionContext, Functions, giveUp, Refusal, refuse } from '../language/function';
import { hash } from './encodings';
import { Invalid, isKnown, Unresolved, Value } from '../../value';

/** Functions of files and paths. Only files of the configuration are read. */
export const FILES: Functions = {
  abspath: { run: ([path]) => absolute(asText(path)) },
  basename: { run: ([path]) => posix.basename(asText(path)) || (asText(path) === '' ? '.' : '/') },
  dirname: { run: ([path]) => folderOf(asText(path)) },
  file: { run: ([path], context) => read(path, context) },
  filebase64: { run: ([path], context) => Buffer.from(bytes(path, context)).toString('base64') },
  fileexists: { run: ([path], context) => exists(context.files.text(asText(path))) },
  filebase64sha256: { run: ([path], context) => hash('sha256', bytes(path, context), 'base64') },
  filebase64sha512: { run: ([path], context) => hash('sha512', bytes(path, context), 'base64') },
  filemd5: { run: ([path], context) => hash('md5', bytes(path, context)) },
  filesha1: { run: ([path], context) => hash('sha1', bytes(path, context)) },
  filesha256: { run: ([path], context) => hash('sha256', bytes(path, context)) },
  filesha512: { run: ([path], context) => hash('sha512', bytes(path, context)) },
  templatefile: {
    unknowns: 'nested',
    run: ([path, variables], context) => {
      const text = template(read(path, context), variables, context);
      if (typeof text === 'string') context.files.addRendered(text, asText(path));
      return text;
    },
  },
  templatestring: {
    unknowns: 'nested',
    run: ([text, variables], context) => template(asText(text), variables, context),
  },
};

function absolute(path: string): Value {
  return posix.isAbsolute(path) ? clean(path) : giveUp('abspath is called with a relative path');
}

function folderOf(path: string): string {
  return clean(path.slice(0, path.lastIndexOf('/') + 1));
}

function clean(path: string): string {
  const normalized = posix.normalize(path);
  return normalized.length > 1 ? normalized.replace(/\/$/, '') : normalized;
}

function exists(text: string | Unresolved): boolean {
  if (text instanceof Unresolved && !(text instanceof Invalid)) throw new Refusal(text);
  return typeof text === 'string';
}

function read(path: Value | undefined, { files, budget }: FunctionContext): string {
  const text = files.text(asText(path));
  if (text instanceof Unresolved) throw new Refusal(text);
  budget.text(text.length);
  return text;
}

/** A text that contains the replacement character may have been another sequence of bytes. */
function bytes(path: Value | undefined, context: FunctionContext): string {
  const text = read(path, context);
  return text.includes('\ufffd') ? giveUp(`the file ${asText(path)} is not text`) : text;
}

function template(text: string, variables: Value | undefined, context: FunctionContext): Value {
  const entries = Object.entries<Value>(asObject(variables));
  const invalid = entries.find(([name]) => !/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name));
  if (invalid) return refuse('a variable of a template has a name that is not a name');
  return isKnown(text) ? context.template(text, new Map(entries)) : giveUp('a template is known only after deployment');
}
