import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactLocation, Invocation, Log, ReportingDescriptor, Result } from 'sarif';
import { CATALOGUE, FINDING_CODES, type Finding, type FindingCode } from '../lib/failover';
import { hashOf } from '../simulator/common/hash';
import type { SourceFile } from '../simulator/deployment';
import { messageOf } from './findings';
import { Locator, type Locate } from './locate';
import { manifest } from './manifest';

/** The page that describes each finding under a heading of its code. */
const FINDINGS_PAGE = 'https://github.com/cdktf-apim-failover/cdktf-apim-failover/blob/main/docs/findings.md';

/** Formats findings as SARIF 2.1.0, for code scanning. */
export function formatSarif(
  findings: readonly Finding[],
  warnings: readonly string[],
  sources: readonly SourceFile[],
  directory: string,
  locate?: Locate,
): string {
  const { version } = manifest();
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'apim-failover',
            version,
            semanticVersion: version,
            rules: FINDING_CODES.map(ruleOf),
          },
        },
        ...(warnings.length > 0 && { invocations: [invocationOf(warnings)] }),
        columnKind: 'utf16CodeUnits',
        results: resultsOf(findings, sources, directory, locate),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Code scanning shows what was passed over as diagnostics of the tool. */
function invocationOf(warnings: readonly string[]): Invocation {
  return {
    executionSuccessful: true,
    toolExecutionNotifications: warnings.map((text) => ({ level: 'warning', message: { text } })),
  };
}

function ruleOf(code: FindingCode): ReportingDescriptor {
  const { levels, title, description, remedy } = CATALOGUE[code];
  const helpUri = `${FINDINGS_PAGE}#${code.toLowerCase()}`;
  const help = `${description}\n\n${remedy} For details, see `;
  return {
    id: code,
    shortDescription: { text: plain(title) },
    fullDescription: { text: plain(description) },
    help: { text: `${plain(help)}${helpUri}.`, markdown: `${help}[${code}](${helpUri}).` },
    helpUri,
    defaultConfiguration: { level: levels[0] },
  };
}

/** Removes Markdown code marks, the only ones in the catalogue. */
function plain(markdown: string): string {
  return markdown.replaceAll('`', '');
}

function resultsOf(
  findings: readonly Finding[],
  sources: readonly SourceFile[],
  directory: string,
  locate: Locate | undefined,
): Result[] {
  const seen = new Map<string, number>();
  const root = rootOf(directory);
  const locator = new Locator(sources, findings, locate);
  return findings.map((finding) => {
    const { code, level, address } = finding;
    // A policy document that is checked by itself is a file.
    const isFile = sources.some(({ name }) => name === address);
    const { line = 1, column } = finding;
    const place = isFile ? { file: address, line, column } : locator.placeOf(finding);
    // A finding keeps its fingerprint when its line or its numbers change.
    const hash = hashOf(`${code} ${address}`, 16);
    const occurrence = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, occurrence);
    return {
      ruleId: code,
      ruleIndex: FINDING_CODES.indexOf(code),
      level,
      message: { text: messageOf(finding) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: artifactOf(resolve(directory, place.file), root),
            region: { startLine: place.line, startColumn: place.column },
          },
          ...(isFile ? {} : { logicalLocations: [{ fullyQualifiedName: address, kind: 'resource' }] }),
        },
      ],
      partialFingerprints: { primaryLocationLineHash: `${hash}:${occurrence}` },
    };
  });
}

/**
 * The root of the repository that contains the working directory, or the working directory if there is none. Code
 * scanning treats locations as relative to that root.
 */
function rootOf(directory: string): string {
  for (let folder = directory; ; folder = dirname(folder)) {
    // A worktree has a file of that name.
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return directory;
  }
}

/** The location relative to the root, or an absolute URI for files outside of it. */
function artifactOf(file: string, root: string): ArtifactLocation {
  const path = relative(root, file);
  const isOutside = isAbsolute(path) || path === '..' || path.startsWith(`..${sep}`);
  if (isOutside) return { uri: pathToFileURL(file).href };
  return { uri: path.split(sep).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
