// Bounds in time: facts carry milliseconds, clients may be finer or coarser.

import { endOf, justBefore } from './moments.ts';

test.each([
  ['2026-05-01', '2026-04-30T23:59:59.999Z'],
  ['2026-05-01T10:00:00Z', '2026-05-01T09:59:59.999Z'],
  ['2026-05-01T10:00:48.967Z', '2026-05-01T10:00:48.966Z'],
  ['2026-05-01T10:00:48.96700Z', '2026-05-01T10:00:48.966Z'],
  ['2026-05-01T10:00:48.9675Z', '2026-05-01T10:00:48.967Z'],
  ['2026-05-01T10:00:48.9679999999Z', '2026-05-01T10:00:48.967Z'],
  ['2026-05-01T10:00:48.5Z', '2026-05-01T10:00:48.499Z'],
])('what begins at %s begins after %s', (moment, last) => {
  expect(justBefore(moment)).toBe(last);
});

test.each([
  ['2026-05-01', '2026-05-01T23:59:59.999Z'],
  ['2026-05-01T10:00:48.967Z', '2026-05-01T10:00:48.967Z'],
  ['2026-05-01T10:00:48.9679Z', '2026-05-01T10:00:48.967Z'],
])('what ends with %s ends with %s', (moment, last) => {
  expect(endOf(moment)).toBe(last);
});
