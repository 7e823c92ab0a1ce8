// Functions that an exercise exports inside an object, by their way: `activations.gelu.df`.

/** A kept object is no export: `@.step` is a function of what an earlier call returned. */
export function isKept(name: string): boolean {
  return name.startsWith('@');
}

/** A name as a student knows it: `step` for `@.step`. */
export function shortName(name: string): string {
  return name.replace('@.', '');
}

/** The names and everything that they are a part of, each once: `a.b.f` asks for `a`, `a.b` and `a.b.f`. */
export function withOwners(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => [...ownersOf(name), name]))];
}

/** Continues "activations.gelu.df ...": where the way to it ends, and what to write. `kinds` has the `typeof` of each part. */
export function missingInWords(name: string, kinds: ReadonlyMap<string, string>, file: string): string {
  const kind = (part: string) => kinds.get(part) ?? 'undefined';
  if (kind(name) === 'undefined') return `is not exported by ${file}: ${whereItEnds(name, kind)}`;
  const found = `is exported by ${file} as ${withArticle(kind(name))}, not a function`;
  return name.includes('.') ? found : `${found}: write \`export function ${name}\``;
}

/** The first part of the way that is not there, or that nothing can be a part of. */
function whereItEnds(name: string, kind: (part: string) => string): string {
  const owners = ownersOf(name);
  const end = owners.find((part) => !holdsOthers(kind(part))) ?? name;
  if (kind(end) !== 'undefined') return `${end} is ${withArticle(kind(end))}, not an object`;
  const owner = ownersOf(end).at(-1);
  if (owner !== undefined) return `${owner} has no ${end.slice(owner.length + 1)}`;
  return end === name ? `write \`export function ${name}\`` : `write \`export const ${end}\``;
}

/** `a.b.f` is a part of `a` and of `a.b`. */
function ownersOf(name: string): string[] {
  const parts = name.split('.').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}

/** A class holds its static methods. */
function holdsOthers(kind: string): boolean {
  return kind === 'object' || kind === 'function';
}

function withArticle(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
