// What a test sees of a page: its text and its elements, without a browser.

import { fileURLToPath } from 'node:url';
import { htmlReport } from '../../reports/html.ts';

export const TEMPLATES = fileURLToPath(new URL('../../reports/templates', import.meta.url));

/** The page for a result, by the project's own templates. */
export const renderHtml = htmlReport(TEMPLATES);

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&#x60;': '`',
  '&#x3D;': '=',
  '&amp;': '&',
};

/** What a reader reads, white space collapsed. */
export function textOf(html: string): string {
  return html
    .replace(/<style>.*<\/style>/su, '')
    .replace(/<script type="module">.*<\/script>/su, '')
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/&[#\w]+;/gu, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** How often each element occurs; stylesheet and script are not searched. */
export function elementCounts(html: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, name = ''] of withoutStylesheet(html).matchAll(/<([a-z][^\s/>]*)/giu)) {
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The page less what stands in its style element, and in its script where it has one. */
export function withoutStylesheet(html: string): string {
  return html
    .replace(/(<style>).*?(<\/style>)/su, '$1$2')
    .replace(/(<script type="module">).*?(<\/script>)/su, '$1$2');
}

/** The text of the one inline stylesheet. */
export function stylesheetOf(html: string): string {
  return /<style>(.*?)<\/style>/su.exec(html)?.[1] ?? '';
}

/** The section of one exercise. */
export function sectionOf(html: string, anchor: string): string {
  return new RegExp(`<section[^>]* id="${anchor}".*?</section>`, 'su').exec(html)?.[0] ?? '';
}
