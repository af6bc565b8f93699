import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFile } from '../../../simulator/common/read-file';

const folder = mkdtempSync(join(tmpdir(), 'read-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);

function faultOf(path: string): string {
  try {
    readFile(path, 1);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

test('a file is read to its end, through links', () => {
  writeFileSync(at('file'), 'text');
  symlinkSync('file', at('link'));
  expect(readFile(at('link'), 1).toString()).toBe('text');
  writeFileSync(at('empty'), '');
  expect(readFile(at('empty'), 1)).toHaveLength(0);
});

test('as much as is allowed is read, and no more', () => {
  writeFileSync(at('large'), Buffer.alloc(1024 * 1024, 'x'));
  expect(readFile(at('large'), 1)).toHaveLength(1024 * 1024);
  truncateSync(at('large'), 1024 * 1024 + 1);
  expect(faultOf(at('large'))).toBe(`${at('large')}: 1.1 MB; the maximum is 1 MB`);
  truncateSync(at('large'), 5_000_000_000_000);
  expect(faultOf(at('large'))).toBe(`${at('large')}: 4768371.6 MB; the maximum is 1 MB`);
});

test('a folder is none', () => {
  mkdirSync(at('folder'));
  expect(faultOf(at('folder'))).toBe(`${at('folder')}: it is a folder; a file is needed`);
});

const posix = process.platform === 'win32' ? test.skip : test;

posix('a device or a pipe, which may never end, is none', () => {
  execFileSync('mkfifo', [at('pipe')]);
  for (const path of ['/dev/zero', '/dev/null', at('pipe')]) {
    expect(faultOf(path)).toBe(`${path}: it is a device or a pipe; a file is needed`);
  }
});

const linux = process.platform === 'linux' ? test : test.skip;

linux('a file that says nothing of its size is read all the same', () => {
  expect(readFile('/proc/self/status', 1).toString()).toContain('Name:');
});

linux('what system error of a read names the file', () => {
  expect(() => readFile('/proc/self/mem', 1)).toThrow(expect.objectContaining({ path: '/proc/self/mem' }) as Error);
});
