// Reads the text of a CSV file into records that know on which line they stand.

export interface CsvRecord {
  /** Of the file, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The text is not CSV; the message names the line. */
export class NotCsv extends Error {
  override readonly name = 'NotCsv';
}

/**
 * Reads records as RFC 4180 has them: commas, quotes doubled inside quotes, any kind of line end.
 * Empty lines are left out.
 * @throws NotCsv
 */
export function* csvRecords(text: string): Generator<CsvRecord> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const start = line;
    const cells: string[] = [];
    for (let more = true; more;) {
      const cell = text[at] === '"' ? quoted(text, at, start) : plain(text, at);
      cells.push(cell.value);
      line += cell.lines;
      at = cell.end;
      more = text[at] === ',';
      if (more) at += 1;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
    if (cells.length > 1 || cells[0] !== '') yield { line: start, cells };
  }
}

interface Cell {
  readonly value: string;
  /** Where the comma, the line end or the end of the text stands. */
  readonly end: number;
  /** How many line ends are inside. */
  readonly lines: number;
}

const PLAIN = /[^,\r\n]*/y;

function plain(text: string, at: number): Cell {
  PLAIN.lastIndex = at;
  const value = PLAIN.exec(text)?.[0] ?? '';
  return { value, end: at + value.length, lines: 0 };
}

function quoted(text: string, at: number, line: number): Cell {
  let value = '';
  for (let from = at + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new NotCsv(`line ${line}: a quote is opened and never closed`);
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const next = text[quote + 1];
      if (next !== undefined && !',\r\n'.includes(next)) {
        throw new NotCsv(`line ${line}: text follows a closing quote`);
      }
      return { value, end: quote + 1, lines: value.split('\n').length - 1 };
    }
    value += '"';
    from = quote + 2;
  }
}
