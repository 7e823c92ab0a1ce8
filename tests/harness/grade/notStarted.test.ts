import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUntouched, workDigest } from '../../../harness/grade/notStarted.ts';

const folder = new URL('../../../exercises/', import.meta.url);
const stubs = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, stub: readFileSync(new URL(name, folder), 'utf8') }));

function isNotStarted(text: string, stub: string): boolean {
  return isUntouched('x.ts', text, workDigest('x.ts', stub));
}

function isNotAnswered(text: string, stub: string): boolean {
  return isUntouched('x.yaml', text, workDigest('x.yaml', stub));
}

it('graders/stubs.json knows every stub; where one was changed on purpose, -u writes it', async () => {
  const digests = readdirSync(folder).map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return [name, workDigest(name, text)] as const;
  });
  const file = '../../../graders/stubs.json';
  await expect(`${JSON.stringify(Object.fromEntries(digests), null, 2)}\n`).toMatchFileSnapshot(file);
});

describe.each(stubs)('the stub $name', ({ name, stub }) => {
  it('is not started as it is', () => {
    expect(isNotStarted(stub, stub)).toBe(true);
  });

  it.each([
    ['nothing in it', () => ''],
    ['white space alone', () => '\n \t\r\n\uFEFF'],
    ['comments alone', () => '// hello\n/* export function relu() {} */\n'],
    ['Windows line endings', (text: string) => text.replaceAll('\n', '\r\n')],
    ['the line endings of old Macs', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['another indentation', (text: string) => text.replaceAll('  ', '\t')],
    ['its comments gone', (text: string) => text.replaceAll(/^\s*\/\/.*$/gm, '')],
    ["a comment with quotes, ' and `", (text: string) => `// don't \` "\n${text}\n/* it's */`],
    ['a word more in a comment', (text: string) => text.replace('// TODO', '// TODO: think')],
  ])('is not started with %s', (_, change) => {
    expect(isNotStarted(change(stub), stub)).toBe(true);
  });

  it('is not started with white space and comments wherever a line ends', () => {
    const lines = stub.split('\n');
    const filler = fc.constantFrom('', ' ', '\t', '\n', '// x', ' /* y */', " // don't", '\n/* ` */\n');
    fc.assert(
      fc.property(fc.array(filler, { minLength: lines.length, maxLength: lines.length }), (fillers) => {
        const filled = (index: number) =>
          endsInComment(lines.slice(0, index + 1)) ? '' : (fillers[index] ?? '');
        const text = lines.map((line, index) => line + filled(index)).join('\n');
        expect(isNotStarted(text, stub)).toBe(true);
      }),
    );
  });

  it.each([
    ['one TODO filled in', (text: string) => text.replace(/throw new Error\([^)]*\);/, 'return X;')],
    ['one TODO thrown in other words', (text: string) => text.replace("Error('TODO", "Error('todo")],
    ['a line more', (text: string) => `${text}\nexport const one = 1;`],
    ['code that looks like a comment in a string', (text: string) => `${text}\nconst a = '// b';`],
    ['a function gone', (text: string) => text.slice(0, text.lastIndexOf('/**'))],
  ])('is started with %s', (_, change) => {
    expect(change(stub)).not.toBe(stub);
    expect(isNotStarted(change(stub), stub)).toBe(false);
  });

  it.each(['\n', '\r\n', '\r', '\u2028'])('is started in its solution, whose lines end in %j', (ending) => {
    const solution = readFileSync(new URL(`../../../solutions/${name}`, import.meta.url), 'utf8');
    expect(isNotStarted(solution.replaceAll('\n', ending), stub)).toBe(false);
  });
});

/** Whether these lines end inside a comment that goes on: what looks like a comment there would end it. */
function endsInComment(lines: readonly string[]): boolean {
  const text = lines.join('\n');
  return text.lastIndexOf('/*') > text.lastIndexOf('*/');
}

describe('two texts', () => {
  it.each([
    ["'//a'", "'//b'"],
    ['`\n//a\n`', '`\n//b\n`'],
    ['"/*a*/"', '"/*b*/"'],
    ["'\\'//a'", "'\\'//b'"],
  ])('that differ inside a string differ: %j and %j', (one, other) => {
    expect(isNotStarted(`x = ${one}`, `x = ${other}`)).toBe(false);
  });
});

const sheets = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, stub: readFileSync(new URL(name, folder), 'utf8') }));

describe.each(sheets)('the answers in $name', ({ stub }) => {
  it.each([
    ['as they are', (text: string) => text],
    ['with nothing in them', () => ''],
    ['with comments alone', () => '# hello\n  # answers: b\n'],
    [
      'with Windows line endings and a byte order mark',
      (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`,
    ],
    ['with their comments gone', (text: string) => text.replaceAll(/^ *#.*\n/gm, '')],
    ['with a comment behind every line', (text: string) => text.replaceAll('\n', " # don't\n")],
  ])('are not started %s', (_, change) => {
    expect(isNotAnswered(change(stub), stub)).toBe(true);
  });

  it.each([
    ['one letter', (text: string) => text.replace(/^( {2}[a-z0-9-]+:)$/m, '$1 b')],
    ['a # that is no comment', (text: string) => text.replace(/^( {2}[a-z0-9-]+:)$/m, '$1 b#c')],
    ['a # in quotes', (text: string) => text.replace(/^( {2}[a-z0-9-]+:)$/m, '$1 "# b"')],
    ['a key taken away', (text: string) => text.replace(/^ {2}[a-z0-9-]+:\n/m, '')],
  ])('are started with %s', (_, change) => {
    expect(isNotAnswered(change(stub), stub)).toBe(false);
  });
});
