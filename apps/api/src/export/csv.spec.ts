// Cells of a CSV file: exact for numbers, harmless for spreadsheets.

import { csvCell } from './csv.ts';

test.each([
  ['plain', 'plain'],
  ['with, comma', '"with, comma"'],
  ['with "quotes"', '"with ""quotes"""'],
  ['two\nlines', '"two\nlines"'],
  [undefined, ''],
  [null, ''],
  [4711, '4711'],
  ['-20.00', '-20.00'],
  ['92233720368547758.07', '92233720368547758.07'],
])('%j is written as %j', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', "=HYPERLINK('x')", '-', '+4912345'])(
  '%j can not be taken for a formula',
  (text) => {
    const cell = csvCell(text);
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
  },
);
