// Sorts and filters the students of a class. The page is whole without it: what it adds is hidden until it runs.

const table = document.querySelector('#students');
if (table) enliven(table, table.tBodies[0], document.querySelector('#filters'));

function enliven(sheet, body, filters) {
  const rows = [...body.rows];
  const show = () => showFitting(rows, filters);
  makeSortable(sheet, body, rows);
  filters.hidden = false;
  filters.addEventListener('input', show);
  filters.addEventListener('submit', (event) => event.preventDefault());
  // A form tells of its reset before it is one.
  filters.addEventListener('reset', () => setTimeout(show));
  // Whoever comes back from a report finds the filters as they were, for the browser kept them.
  window.addEventListener('pageshow', show);
  for (const button of document.querySelectorAll('.jump')) makeJump(button, filters, show);
}

/** Each test takes a row and the value of the filter of its name. */
const FITS = {
  text: (row, value) => wordsOf(row).includes(plain(value.trim())),
  status: (row, value) => row.dataset.status === value,
  group: (row, value) => row.dataset.group === value,
  exercise: (row, value) => row.dataset.states[Number(value.slice(1))] === value[0],
  misconception: (row, value) => row.dataset.mistakes.split(' ').includes(value),
  run: (row, value) => row.dataset.run === value,
};

function showFitting(rows, filters) {
  const wanted = [...new FormData(filters)].filter(([, value]) => value.trim() !== '');
  let shown = 0;
  for (const row of rows) {
    row.hidden = !wanted.every(([name, value]) => FITS[name](row, value));
    if (!row.hidden) shown += 1;
  }
  const total = `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`;
  document.querySelector('#shown').textContent = wanted.length > 0 ? `${shown} of ${total}` : total;
  document.querySelector('#empty').hidden = shown > 0;
}

const known = new Map();

/** What a row can be found by: the name and what is told of it, and the id. */
function wordsOf(row) {
  const words =
    known.get(row) ??
    plain([...row.querySelectorAll('.name, .key')].map((cell) => cell.textContent).join(' '));
  known.set(row, words);
  return words;
}

/** Without case and accents, so that Bjork finds Björk. */
function plain(text) {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function makeJump(button, filters, show) {
  const field = filters.elements[button.dataset.filter];
  if (!field) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    filters.reset();
    field.value = button.dataset.value;
    show();
    field.focus();
    document.querySelector('#students-part').scrollIntoView();
  });
}

function makeSortable(sheet, body, rows) {
  const headings = [...sheet.tHead.rows[0].cells];
  const order = document.querySelector('#order');
  const mark = (sorted, direction) => {
    for (const heading of headings)
      heading.setAttribute('aria-sort', heading === sorted ? direction : 'none');
    order.hidden = sorted === null;
  };
  for (const [index, heading] of headings.entries()) {
    onPress(heading, () => {
      const direction = heading.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
      mark(heading, direction);
      body.append(...inOrder([...body.rows], index, heading.dataset.kind, direction));
    });
  }
  mark(null);
  order.addEventListener('click', () => {
    mark(null);
    body.append(...rows);
    headings[0].querySelector('button').focus();
  });
}

/** Puts a heading's words into a button, which mouse and keyboard both press. */
function onPress(heading, action) {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...heading.childNodes);
  button.addEventListener('click', action);
  heading.append(button);
}

/** Rows that are alike stay as they are; those without a value come last in either direction. */
function inOrder(rows, index, kind, direction) {
  const sign = direction === 'ascending' ? 1 : -1;
  const keys = new Map(rows.map((row) => [row, KEYS[kind](row, index)]));
  return rows.toSorted((one, other) => {
    const [a, b] = [keys.get(one), keys.get(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'string' ? COLLATOR.compare(a, b) : a - b);
  });
}

const COLLATOR = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** What rows are compared by; null is no value. */
const KEYS = {
  text: (row, index) => {
    const text = row.cells[index].textContent.trim();
    return text === '' ? null : text;
  },
  number: (row, index) => {
    const text = row.cells[index].textContent;
    // Not begun is no point.
    const number = text === '·' ? 0 : Number.parseFloat(text);
    return Number.isNaN(number) ? null : number;
  },
  status: (row) =>
    [...document.querySelector('#filters').elements.status.options].findIndex(
      ({ value }) => value === row.dataset.status,
    ),
};
