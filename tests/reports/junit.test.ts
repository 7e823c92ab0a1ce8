import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { junitReport } from '../../reports/junit.ts';
import { hostileText } from './drawnText.ts';
import { resultSaying } from './hostileResult.ts';
import { largeResult } from './largeResult.ts';
import { mixedResult } from './mixedResult.ts';
import { sampleExercise, sampleResult } from './sampleResult.ts';
import { readXml, type XmlElement } from './xmlReader.ts';

const suites = readXml(junitReport(mixedResult()));
const outcomes = new Set(['failure', 'error', 'skipped']);

function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

function casesWith(element: XmlElement, outcome: string): number {
  return element.children.filter((child) => childrenOf(child, outcome).length > 0).length;
}

it('is the report that it was', async () => {
  await expect(junitReport(mixedResult())).toMatchFileSnapshot('golden/junit.xml');
});

describe('a JUnit report', () => {
  it('has a suite an exercise and a case a check, one for an exercise without checks', () => {
    expect(suites.name).toBe('testsuites');
    const counted = suites.children.map((suite) => [
      suite.attributes.name,
      childrenOf(suite, 'testcase').length,
    ]);
    expect(counted).toEqual([
      ['01-forward', 6],
      ['02-backward', 5],
      ['03-train', 6],
      ['04-three-layer', 2],
      ['05-tanh', 1],
      ['06-mnist', 2],
      ['09-activations', 6],
      ['10-ports', 2],
    ]);
  });

  it('counts in each suite, and over all, what is in it', () => {
    for (const suite of suites.children) {
      expect({
        tests: childrenOf(suite, 'testcase').length,
        failures: casesWith(suite, 'failure'),
        errors: casesWith(suite, 'error'),
        skipped: casesWith(suite, 'skipped'),
      }).toEqual({
        tests: Number(suite.attributes.tests),
        failures: Number(suite.attributes.failures),
        errors: Number(suite.attributes.errors),
        skipped: Number(suite.attributes.skipped),
      });
    }
    for (const name of ['tests', 'failures', 'errors', 'skipped']) {
      const sum = suites.children.reduce((total, suite) => total + Number(suite.attributes[name]), 0);
      expect(Number(suites.attributes[name])).toBe(sum);
    }
  });

  it('tells a failure of the student from an error of ours and from what did not run', () => {
    const kinds = suites.children.map((suite) =>
      childrenOf(suite, 'testcase').map(
        ({ children }) => children.find(({ name }) => outcomes.has(name))?.name,
      ),
    );
    expect(kinds[1]).toEqual([undefined, undefined, 'failure', 'failure', 'failure']);
    expect(kinds[2]).toEqual([undefined, undefined, undefined, undefined, 'failure', 'skipped']);
    expect(kinds[3]).toEqual([undefined, 'error']);
    expect(kinds[7]).toEqual(['skipped', 'skipped']);
  });

  it('gives points as properties and time in seconds', () => {
    const cases = childrenOf(suites.children[1], 'testcase');
    const properties = childrenOf(childrenOf(cases[3], 'properties')[0], 'property');
    expect(properties.map(({ attributes }) => attributes)).toEqual(
      expect.arrayContaining([
        { name: 'score', value: '1.25' },
        { name: 'max_score', value: '2' },
      ]),
    );
    expect(cases[3]?.attributes).toMatchObject({
      classname: '02-backward',
      time: '0.003',
      file: '02-backward.ts',
    });
    expect(suites.attributes.time).toBe('64.300');
  });

  it('names the file of an exercise that says it', () => {
    const answers = sampleExercise({ id: '07-pick-the-bug', file: '07-pick-the-bug.yaml' });
    const [suite] = readXml(junitReport(sampleResult({ exercises: [answers] }))).children;
    expect(childrenOf(suite, 'testcase')[0]?.attributes.file).toBe('07-pick-the-bug.yaml');
  });

  it('is well formed, and of the same elements, whatever a student wrote', () => {
    const namesIn = ({ name, children }: XmlElement): unknown => [name, children.map(namesIn)];
    const harmless = JSON.stringify(namesIn(readXml(junitReport(resultSaying('x')))));
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(JSON.stringify(namesIn(readXml(junitReport(resultSaying(`x${text}`)))))).toBe(harmless);
      }),
    );
  });

  it('says what the student wrote, without the characters that XML forbids', () => {
    const [suite] = readXml(junitReport(resultSaying('a < b & "c" ]]>\n\u0000\uFFFFd'))).children;
    expect(suite?.attributes.name).toBe('a < b & "c" ]]>\n\uFFFDd');
  });

  it('is well formed for a large result', () => {
    expect(readXml(junitReport(largeResult())).children[0]?.attributes.tests).toBe('300');
  });
});
