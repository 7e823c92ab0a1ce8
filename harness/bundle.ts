// One exercise of a submission as one script without imports: what the sandbox runs.
//
// The bundler never touches the disk for it: every module is served from the submission's text in memory, its libraries
// are stubs that the sandbox fills, and whatever else is asked for is refused with its place in the student's source.

import { rolldown, type Plugin } from 'rolldown';
import { auditImports } from './bundle/imports.ts';
import { buildErrors, MOST_DIAGNOSTICS } from './bundle/errors.ts';
import { SUBMISSION_PREFIX } from './bundle/place.ts';
import { filesReached } from './bundle/reach.ts';
import { resolveFile } from './bundle/resolve.ts';
import { isForTypesAlone } from './bundle/typeExports.ts';
import type { Diagnostic } from './result.ts';
import type { Submission } from './submission.ts';

export interface Bundle {
  code: string;
  /** Source map (version 3), for stacks and nothing else. */
  map: string;
  /** The files of the submission that went into it. */
  sources: string[];
  /** The files that the compiler may look at for its types; null where an import leaves the submission. */
  typed: string[] | null;
}

export type Bundling = { ok: true; bundle: Bundle } | { ok: false; diagnostics: Diagnostic[] };

export interface BundleRequest {
  submission: Submission;
  /** The exercise's file, such as `02-backward.ts`. */
  entry: string;
  /** The packages this exercise may import. */
  libraries: readonly string[];
}

const ENTRY = '\0entry';
const LIBRARY = '\0library:';
const REFUSED = '\0refused:';

/** Bundles one exercise. Refusals and syntax errors come back as diagnostics in the student's own lines; never throws for them. */
export async function bundleExercise(request: BundleRequest): Promise<Bundling> {
  const asked: Asked = { sources: new Set(), refused: new Map() };
  try {
    const { code, map } = await build(request, asked).catch((error: unknown) => {
      if (!isForTypesAlone(error, request.submission)) throw error;
      return build(request, asked, { shimMissingExports: true });
    });
    const diagnostics = refusals(request, asked);
    if (diagnostics.length > 0) return { ok: false, diagnostics };
    const typed = filesReached(request.submission, request.entry, request.libraries);
    return { ok: true, bundle: { code, map, sources: [...asked.sources], typed } };
  } catch (error) {
    const told = refusals(request, asked);
    return { ok: false, diagnostics: told.length > 0 ? told : buildErrors(error, request.entry) };
  }
}

/** What the bundler asked for: the files it was given, and by file what it was refused. */
interface Asked {
  sources: Set<string>;
  refused: Map<string, Set<string>>;
}

function refusals(request: BundleRequest, { sources, refused }: Asked): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const file of sources) {
    if (found.length >= MOST_DIAGNOSTICS) break;
    found.push(...auditImports({ file, refused: refused.get(file) ?? new Set(), request }));
  }
  return found.slice(0, MOST_DIAGNOSTICS);
}

async function build(
  request: BundleRequest,
  asked: Asked,
  { shimMissingExports = false } = {},
): Promise<{ code: string; map: string }> {
  const bundler = await rolldown({
    input: ENTRY,
    cwd: '/',
    platform: 'neutral',
    tsconfig: false,
    shimMissingExports,
    treeshake: false, // a student's code runs as written, unused parts and all
    onLog: () => {},
    transform: { define: ABSENT, target: 'node20', decorator: { legacy: true } },
    plugins: [submissionPlugin(request, asked)],
  });
  try {
    const { output } = await bundler.generate(OUTPUT);
    const [chunk] = output;
    return { code: chunk.code.replace(/\nexport \{\};\s*$/, '\n'), map: JSON.stringify(chunk.map) };
  } finally {
    await bundler.close();
  }
}

const OUTPUT = { format: 'esm', sourcemap: 'hidden', codeSplitting: false, minify: false } as const;

/** What a script does not have: `import.meta`, of which students read what stands here, and `require`, which the bundler would make up. */
const ABSENT = {
  require: 'undefined',
  'import.meta.url': '"file:///submission/main.js"',
  'import.meta.main': 'false',
  'import.meta.vitest': 'undefined',
  'import.meta.filename': '"/submission/main.js"',
  'import.meta.dirname': '"/submission"',
  'import.meta': '{}',
};

/** Serves the submission's files and the libraries' stubs, and refuses the rest. */
function submissionPlugin(request: BundleRequest, asked: Asked): Plugin {
  const { submission, entry, libraries } = request;
  return {
    name: 'submission',
    resolveId(specifier, importer) {
      if (importer === undefined) return ENTRY;
      if (importer === ENTRY) return SUBMISSION_PREFIX + entry;
      if (libraries.includes(specifier)) return LIBRARY + specifier;
      const from = importer.slice(SUBMISSION_PREFIX.length);
      const file = resolveFile(submission, specifier, from);
      if (file !== null) return SUBMISSION_PREFIX + file;
      asked.refused.set(from, (asked.refused.get(from) ?? new Set()).add(specifier));
      return REFUSED + specifier;
    },
    load(id) {
      if (id === ENTRY) return `import * as exported from 'exercise';\n__exported(exported);`;
      if (id.startsWith(LIBRARY)) {
        return `module.exports = __libraries[${JSON.stringify(id.slice(LIBRARY.length))}];`;
      }
      if (id.startsWith(REFUSED)) return 'module.exports = {};';
      const file = id.slice(SUBMISSION_PREFIX.length);
      asked.sources.add(file);
      return { code: submission.files.get(file) ?? '', moduleType: file.endsWith('.json') ? 'json' : 'ts' };
    },
  };
}
