// The progress line, with the clock in the test's hand.

import { progress } from './progress.ts';

function watch(isTTY: boolean) {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY, columns: 100, write: (text: string) => written.push(text) };
  return {
    written,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    options: { stream, now: () => time },
  };
}

test('on a terminal it shows the share, the rate and the time that is left', () => {
  const { written, pass, options } = watch(true);
  const bar = progress('import', 20_000, options);
  pass(2000);
  bar.to(5000);
  expect(written).toEqual([
    '\r\u001B[2Kimport  [######..................]  25%  5,000/20,000  2,500/s  ETA 6.0 s',
  ]);
  bar.to(5001);
  expect(written).toHaveLength(1);
  pass(123_000);
  bar.to(20_000);
  bar.end();
  expect(written.at(-1)).toBe('\r\u001B[2Kimport  20,000 in 2 min 5 s  160/s\n');
});

test('elsewhere it writes a line now and then', () => {
  const { written, pass, options } = watch(false);
  const bar = progress('verify', 10, options);
  for (let done = 1; done <= 10; done += 1) {
    pass(500);
    bar.to(done);
  }
  bar.end();
  expect(written).toEqual([
    'verify  [##########..............]  40%  4/10  2/s  ETA 3.0 s\n',
    'verify  [###################.....]  80%  8/10  2/s  ETA 1.0 s\n',
    'verify  10 in 5.0 s  2/s\n',
  ]);
});

test('without a total it counts', () => {
  const { written, pass, options } = watch(false);
  const bar = progress('seed', 0, options);
  pass(4000);
  bar.to(2000);
  expect(written).toEqual(['seed  2,000  500/s\n']);
});
