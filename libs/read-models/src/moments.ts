// Moments as clients give them, an instant or a day, as the instants that bound them.

/**
 * The last instant before a moment begins, RFC 3339 with the milliseconds that facts are recorded
 * with. A moment within a millisecond begins after that millisecond's facts.
 */
export function justBefore(moment: string): string {
  const start = Date.parse(moment);
  return new Date(isWithinMillisecond(moment) ? start : start - 1).toISOString();
}

/** The last instant of a moment: of a day its last millisecond. */
export function endOf(moment: string): string {
  const isDay = moment.length === 'YYYY-MM-DD'.length;
  const start = Date.parse(moment);
  return new Date(isDay ? start + 86_400_000 - 1 : start).toISOString();
}

function isWithinMillisecond(moment: string): boolean {
  return /\.[0-9]{3}[0-9]*[1-9]/.test(moment);
}
