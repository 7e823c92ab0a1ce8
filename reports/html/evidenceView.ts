import type { Evidence } from '../../harness/result.ts';
import { relativeError, sideBySide } from '../numbers.ts';
import { heatMapView } from './heatMapView.ts';

const PARTS = ['forward', 'loss', 'backward'] as const;
type Part = (typeof PARTS)[number];

const PART_WORDS: Record<Part, string> = { forward: 'forward pass', loss: 'loss', backward: 'backward pass' };

/** What evidence.hbs shows. */
export function evidenceView(evidence: Evidence) {
  const facts = factsOf(evidence);
  return {
    facts,
    hasFacts: facts.length > 0,
    fault: evidence.faultIn ? faultOf(evidence.faultIn) : null,
    heatMap: evidence.heatMap && evidence.heatMap.levels.length > 0 ? heatMapView(evidence.heatMap) : null,
  };
}

/** Name and value in reading order; what the evidence lacks is left out. */
function factsOf(evidence: Evidence) {
  const [expected, got] = sideBySide(evidence.expected ?? '', evidence.got ?? '');
  const facts = [
    { name: 'where', value: evidence.where ?? '', tone: 'plain' },
    { name: 'expected', value: expected, tone: 'expected' },
    { name: 'got', value: got, tone: 'got' },
    { name: 'relative error', value: relativeErrorOf(evidence), tone: 'plain' },
    { name: 'entries off', value: evidence.differing?.join(' of ') ?? '', tone: 'plain' },
    { name: 'seen on', value: evidence.input ?? '', tone: 'words' },
  ];
  return facts.filter(({ value }) => value !== '');
}

function relativeErrorOf({ relativeError: error }: Evidence): string {
  return error === undefined ? '' : relativeError(error);
}

function faultOf(faultIn: Part) {
  return {
    words: PART_WORDS[faultIn],
    parts: PARTS.map((part) => ({ part, here: part === faultIn })),
  };
}
