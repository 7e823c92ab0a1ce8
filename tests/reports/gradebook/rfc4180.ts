// Reads CSV by the grammar of RFC 4180 and nothing else: CRLF, quotes doubled inside quotes, no quote outside them.

/** The records of `text`. Throws where the grammar is broken. */
export function rfc4180(text: string): string[][] {
  const records: string[][] = [];
  let rest = text;
  while (rest !== '') {
    const record: string[] = [];
    for (;;) {
      const [whole, quoted, plain = ''] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))/.exec(rest) ?? [''];
      record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      rest = rest.slice(whole.length);
      if (!rest.startsWith(',')) break;
      rest = rest.slice(1);
    }
    if (!rest.startsWith('\r\n'))
      throw new Error(`A record ends before ${JSON.stringify(rest.slice(0, 40))}.`);
    rest = rest.slice(2);
    records.push(record);
  }
  const [heading = []] = records;
  if (records.some(({ length }) => length !== heading.length)) throw new Error('Records differ in length.');
  return records;
}

/** What has to stand in a cell for a student's text, by the rule that no cell is a formula. */
export function harmless(text: string): string {
  return /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}
