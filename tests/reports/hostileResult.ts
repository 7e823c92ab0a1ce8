import type { Result } from '../../harness/result.ts';
import { mixedResult } from './mixedResult.ts';

/** Each would break out of some place in a page that does not escape it. */
export const HOSTILE_TEXTS = [
  '</pre><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus='alert(1)' autofocus='",
  '</style></title></textarea><svg onload=alert(1)>',
  '{{constructor}} {{{output}}} {{#each this}}{{/each}} {{> check}}',
  '--><!--<base href="https://example.org/">]]>',
  'javascript:alert(1)',
  '&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#60;b&#62;',
];

/** Fields whose values are ours: of a closed set, which the schema holds a result to. */
const CLOSED = new Set(['schema', 'status', 'severity', 'faultIn', 'kind', 'pixels']);

/** A result with every status in which every text is the one given. */
export function resultSaying(text: string): Result {
  return withTexts(
    mixedResult({ environment: { ...mixedResult().environment, sandboxDetail: text } }),
    text,
  ) as Result;
}

function withTexts(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((item: unknown) => withTexts(item, text));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => {
    return [key, CLOSED.has(key) ? item : withTexts(item, text)] as const;
  });
  return Object.fromEntries(entries);
}
