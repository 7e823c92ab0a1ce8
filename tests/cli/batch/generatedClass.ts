// A class of submissions made by seed: right, wrong, odd, hostile and broken ones, as folders and as archives.

import { createWriteStream, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

/** Exercises that take a part of a second each: what is proven is the batch, and not the graders. */
const EXERCISES = ['01-forward', '02-backward'];

/** Of the hostile submissions, those that do not take seconds on purpose; all of them have tests of their own. */
const HOSTILE = [
  'exit-zero',
  'printed-pass',
  'patched-prototypes',
  'fork-bomb',
  'malformed-frame',
  'heap',
  'markup',
];

type Files = Map<string, string>;

/** Every student of the class is on the roster, and some of the roster handed nothing in. */
export interface GeneratedClass {
  ids: string[];
  missing: string[];
}

/** Writes `count` submissions and a roster into `folder`. */
export async function generateClass(
  folder: string,
  count: number,
  random: () => number,
): Promise<GeneratedClass> {
  const kinds = makers(random);
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const id = `s${String(index).padStart(3, '0')}`;
    const make = kinds[index % kinds.length];
    if (make) await make(path.join(folder, id));
    ids.push(id);
  }
  const missing = ['m0', 'm1', 'm2'];
  const rows = [...ids.slice(0, -2), ...missing].map((id) => `${id};Student "${id}";${id}@example.org`);
  writeFileSync(path.join(folder, 'roster.csv'), ['id;name;email', ...rows].join('\n'));
  return { ids, missing };
}

/** One way each of handing in; every tenth is broken, every tenth hostile. */
function makers(random: () => number): ((place: string) => Promise<void> | void)[] {
  const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
  const fixture = (kind: string) => {
    const exercise = pick(EXERCISES);
    const of = path.join(root, 'tests', 'submissions', exercise, kind);
    return withSolutions(filesAt(path.join(of, pick(readdirSync(of))), exercise));
  };
  const hostile = () =>
    withSolutions(
      filesAt(path.join(root, 'tests', 'submissions', 'hostile', `${pick(HOSTILE)}.ts`), '02-backward'),
    );
  const broken = [
    (place: string) => writeFileSync(`${place}.zip`, 'no archive'),
    (place: string) => void mkdirSync(place, { recursive: true }),
    (place: string) => layFolder(place, new Map([['01-forward.ts', 'export function linear( {']])),
  ];
  return [
    (place) => layFolder(place, withSolutions(new Map())),
    (place) => layFolder(place, fixture('wrong')),
    (place) => layArchive(place, fixture('wrong')),
    (place) => layFolder(place, fixture('odd')),
    (place) => layFolder(place, hostile()),
    (place) => layArchive(place, withSolutions(new Map())),
    (place) => layFolder(path.join(place, 'repo-main', 'exercises'), fixture('wrong')),
    (place) => layFolder(place, filesAt(path.join(root, 'exercises'), '')),
    (place) => layArchive(place, fixture('odd')),
    (place) => pick(broken)(place),
  ];
}

/** The files of a fixture: one that is a file stands for its exercise. */
function filesAt(place: string, exercise: string): Files {
  if (!statSync(place).isDirectory()) return new Map([[`${exercise}.ts`, readFileSync(place, 'utf8')]]);
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(place, name)).isFile(),
  );
  return new Map(names.map((name) => [name, readFileSync(path.join(place, name), 'utf8')]));
}

function withSolutions(files: Files): Files {
  const solved = EXERCISES.map(
    (id) => [`${id}.ts`, readFileSync(path.join(root, 'solutions', `${id}.ts`), 'utf8')] as const,
  );
  return new Map([...solved, ...files]);
}

function layFolder(place: string, files: Files): void {
  for (const [name, text] of files) {
    mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
    writeFileSync(path.join(place, name), text);
  }
}

async function layArchive(place: string, files: Files): Promise<void> {
  const archive = new ZipFile();
  for (const [name, text] of files) archive.addBuffer(Buffer.from(text), name);
  archive.end();
  await finished(archive.outputStream.pipe(createWriteStream(`${place}.zip`)));
}
