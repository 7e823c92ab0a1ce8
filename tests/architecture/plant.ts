// Plants imports in an empty copy of the project and asks the real linter, with the project's own rules, what it sees.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const config = '.oxlintrc.json';
const linter = join(root, 'node_modules/oxlint/bin/oxlint');

/** Bytes: a reported line takes about 400, and a few thousand are planted. */
const LONGEST_REPORT = 2 ** 26;

/** One line of one planted file. */
export interface Planted {
  file: string;
  code: string;
}

interface Report {
  /** A file that does not parse is reported without a rule's code, and no rule sees it. */
  diagnostics: { code?: string; message: string; filename: string; labels: { span: { line: number } }[] }[];
}

/** How `from` names `target`: a relative path for a file or folder of the project, else the package as it is. */
export function specifier(from: string, target: string): string {
  const ofProject = /^(bench|exercises|graders|harness|reference|reports|solutions|tests)(\/|$)/.test(target);
  if (!ofProject) return target;
  const path = posix.relative(posix.dirname(from), target);
  return path.startsWith('.') ? path : `./${path}`;
}

/** Lints all planted lines in one run; returns, in their order, the codes of the rules that report each line. */
export function lint(lines: Planted[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'handgrad-imports-'));
  try {
    copyFileSync(join(root, config), join(folder, config));
    const places = write(folder, lines);
    const reports = diagnostics(folder);
    return places.map((place) =>
      reports.filter(({ file, line }) => file === place.file && line === place.line).map(({ code }) => code),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes every line into its file, after those written there before, and says where each came to stand. */
function write(folder: string, lines: Planted[]): { file: string; line: number }[] {
  const files = new Map<string, string[]>();
  const places = lines.map(({ file, code }) => {
    const before = files.get(file) ?? [];
    files.set(file, [...before, code]);
    return { file, line: before.length + 1 };
  });
  for (const [file, content] of files) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), content.join('\n'));
  }
  return places;
}

/** What the linter reports; a planted file that does not parse would pass for a clean one, so it throws. */
function diagnostics(folder: string): { file: string; line: number | undefined; code: string }[] {
  const report = JSON.parse(run(folder)) as Report;
  return report.diagnostics.map(({ code, message, filename, labels }) => {
    if (!code) throw new Error(`${filename}, as planted, does not parse: ${message}`);
    return { file: filename, line: labels[0]?.span.line, code };
  });
}

/** oxlint's JSON report; its exit code tells only whether there is anything in it. */
function run(folder: string): string {
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: LONGEST_REPORT } as const;
  const { error, stdout } = spawnSync(process.execPath, [linter, '--format', 'json', '.'], options);
  if (error) throw error;
  return stdout;
}
