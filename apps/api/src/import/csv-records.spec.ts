// CSV as it comes: quotes, line ends of all kinds, and the line of each record.

import fc from 'fast-check';
import { csvRecords } from './csv-records.ts';

const read = (text: string) => [...csvRecords(text)];

test('records know their line, also after a cell of several lines', () => {
  expect(read('a,b\r\n"x\ny",2\n\n"say ""hi""",3')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['x\ny', '2'] },
    { line: 5, cells: ['say "hi"', '3'] },
  ]);
});

test('a byte order mark and an empty last cell are no trouble', () => {
  expect(read('\uFEFFa,b\n1,')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', ''] },
  ]);
});

test('a quote that is never closed, or goes on, is named by its line', () => {
  expect(() => read('a\n"open')).toThrow('line 2: a quote is opened and never closed');
  expect(() => read('a\nb\n"x"y')).toThrow('line 3: text follows a closing quote');
});

test('what was written as CSV is read as it was', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') });
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2 }), { minLength: 1 }), (rows) => {
      const text = rows.map((row) => row.map(quote).join(',')).join('\n');
      expect(read(text).map(({ cells }) => cells)).toEqual(rows);
    }),
  );
});
