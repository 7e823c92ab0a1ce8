// package.json and its lock as a student's repository has them: without what only the project's own checks need.

type Names = Record<string, string>;

interface PackageFile extends Record<string, unknown> {
  scripts: Names;
  devDependencies?: Names;
}

interface Locked extends Record<string, unknown> {
  dependencies?: Names;
  optionalDependencies?: Names;
  peerDependencies?: Names;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  devDependencies?: Names;
  devOptional?: boolean;
  optional?: boolean;
}

interface LockFile extends Record<string, unknown> {
  packages: Record<string, Locked>;
}

/** What a student runs; `prepare` builds the command after an install. */
const SCRIPTS = ['prepare', 'grade', 'play', 'devices', 'sandbox'];

/** package.json of a starter: a student's scripts, and no packages for the project's own development. */
export function studentPackage(text: string): string {
  const { devDependencies: _, ...kept } = JSON.parse(text) as PackageFile;
  const chosen = SCRIPTS.map((name) => [name, kept.scripts[name] ?? '']);
  const scripts: Names = { ...(Object.fromEntries(chosen) as Names), test: 'vitest run' };
  return asFile({ ...kept, scripts });
}

/** The lock that belongs to `packaged`: the same versions, cut to what can be reached from there. */
export function studentLock(text: string, packaged: string): string {
  const lock = JSON.parse(text) as LockFile;
  const { devDependencies: _, ...root } = lock.packages[''] ?? {};
  const reached = reachable({ ...lock.packages, '': root });
  const packages = Object.entries(lock.packages)
    .filter(([place]) => reached.has(place))
    .map(([place, entry]) => [place, place === '' ? root : withoutDev(entry)]);
  const { name, version } = JSON.parse(packaged) as { name: string; version: string };
  return asFile({ ...lock, name, version, packages: Object.fromEntries(packages) as Record<string, Locked> });
}

/** npm marks what only development and optional packages need; of these two the optional ones are left. */
function withoutDev({ devOptional, ...entry }: Locked): Locked {
  return devOptional === true ? { ...entry, optional: true } : entry;
}

/** The places in node_modules that can be reached from the root. */
function reachable(packages: Record<string, Locked>): Set<string> {
  const reached = new Set(['']);
  for (const place of reached) {
    for (const name of neededBy(packages[place] ?? {})) {
      const found = resolved(packages, place, name);
      if (found !== null) reached.add(found);
    }
  }
  return reached;
}

function neededBy(entry: Locked): string[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = entry;
  const isNeeded = (peer: string) => entry.peerDependenciesMeta?.[peer]?.optional !== true;
  const peers = Object.keys(peerDependencies).filter(isNeeded);
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers];
}

const MODULES = 'node_modules/';

/** Where Node finds `name` from `place`: in the nearest node_modules on the way up. */
function resolved(packages: Record<string, Locked>, place: string, name: string): string | null {
  for (let above = place === '' ? '' : `${place}/`; ; above = above.slice(0, above.lastIndexOf(MODULES))) {
    const candidate = `${above}${MODULES}${name}`;
    if (candidate in packages) return candidate;
    if (above === '') return null;
  }
}

function asFile(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
