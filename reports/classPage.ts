// The page of a class: one file that needs nothing beside itself, sorts and filters by a script of its own, and is
// whole without it.

import type { Gradebook } from '../harness/gradebook.ts';
import { attentionView } from './classPage/attentionView.ts';
import { checksView } from './classPage/checksView.ts';
import { columnRules } from './classPage/columns.ts';
import { headView } from './classPage/headView.ts';
import { histogramSpec, histogramView } from './classPage/histogram.ts';
import { misconceptionsOf } from './classPage/misconceptions.ts';
import { misconceptionsView } from './classPage/misconceptionsView.ts';
import { runView } from './classPage/runView.ts';
import { standingOf } from './classPage/standing.ts';
import { tableView } from './classPage/tableView.ts';
import { timesView } from './classPage/timesView.ts';
import { chartPainter } from './html/chart.ts';
import { compilePage, policyHash, readTemplate } from './html/templates.ts';
import { plainGradebook } from './plainText.ts';

/** Each is a template and the part of the stylesheet that goes with it. */
const PARTS = ['head', 'attention', 'histogram', 'times', 'checks', 'misconceptions', 'table', 'run'];
/** What stands in those more than once. */
const PIECES = ['person', 'misconception'];
/** Stylesheets of the report of one submission that serve here as well. */
const SHARED_RULES = ['report', 'icons', 'masthead', 'footer', 'figure'];

/**
 * Makes the writer of class pages from the templates in `templateFolder`; throws where one is missing. `words` explains
 * misconceptions by id.
 */
export function classPage(
  templateFolder: string,
  words: Record<string, string> = {},
): (gradebook: Gradebook) => Promise<string> {
  const colours = readTemplate(templateFolder, 'colours.css');
  const rules = [...SHARED_RULES, ...inFolder(['page', ...PARTS])].map((name) =>
    readTemplate(templateFolder, `${name}.css`),
  );
  const stylesheet = [colours, ...rules].join('\n');
  const wideRules = readTemplate(templateFolder, 'class/wide.css');
  const script = readTemplate(templateFolder, 'class/table.mjs');
  const page = compilePage(templateFolder, 'class/page', ['icons', ...inFolder([...PARTS, ...PIECES])]);
  return async (gradebook) => {
    const view = classView(plainGradebook(gradebook), words);
    const sheet = `${stylesheet}\n${columnRules(view.table, wideRules)}`;
    return page({
      ...view,
      histogram: view.histogram && { ...view.histogram, picture: await histogramOf(gradebook, colours) },
      ...{ stylesheet: sheet, stylesheetHash: policyHash(sheet), script, scriptHash: policyHash(script) },
    });
  };
}

function inFolder(names: string[]): string[] {
  return names.map((name) => `class/${name}`);
}

function classView(gradebook: Gradebook, words: Record<string, string>) {
  const misconceptions = misconceptionsOf(gradebook);
  return {
    head: headView(gradebook),
    attention: attentionView(gradebook),
    histogram: histogramView(standingOf(gradebook), gradebook.maxScore),
    times: timesView(gradebook),
    checks: checksView(gradebook),
    misconceptions: misconceptionsView(gradebook, misconceptions, words),
    table: tableView(gradebook, misconceptions),
    run: runView(gradebook),
  };
}

async function histogramOf(gradebook: Gradebook, colours: string): Promise<string> {
  const draw = chartPainter(colours);
  return draw(histogramSpec(standingOf(gradebook), gradebook.maxScore));
}
