// Moments as clients give them, an instant or a day, as the instants that bound them.

/** The last instant before a moment begins, RFC 3339 with milliseconds. */
export function justBefore(moment: string): string {
  return new Date(Date.parse(moment) - 1).toISOString();
}

/** The last instant of a moment: of a day its last millisecond. */
export function endOf(moment: string): string {
  const isDay = moment.length === 'YYYY-MM-DD'.length;
  const start = Date.parse(moment);
  return new Date(isDay ? start + 86_400_000 - 1 : start).toISOString();
}
