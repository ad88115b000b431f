// Moments and days as text, always in the one zone that the person chose.

import { useSettings, type Settings } from './settings.ts';

type Zone = Settings['zone'];

const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: Zone, options: Intl.DateTimeFormatOptions, name: string) {
  const key = `${zone}/${name}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...options,
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  });
  formats.set(key, made);
  return made;
}

/** How times are written for this person. */
export interface Times {
  /** What the zone is called, such as `UTC`. */
  readonly zoneName: string;
  /** `3 May 2026, 14:05:09` */
  readonly moment: (time: string) => string;
  /** `14:05:09` */
  readonly clock: (time: string) => string;
  /** The day of a moment as `YYYY-MM-DD`. */
  readonly dayOf: (time: string) => string;
  /** A calendar day as `Sun 3 May 2026`. */
  readonly day: (day: string) => string;
}

export function timesIn(zone: Zone): Times {
  const iso = new Intl.DateTimeFormat('sv-SE', {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  });
  return {
    zoneName: zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone,
    moment: (time) => format(zone, { ...DAY, ...CLOCK }, 'moment').format(new Date(time)),
    clock: (time) => format(zone, CLOCK, 'clock').format(new Date(time)),
    dayOf: (time) => iso.format(new Date(time)),
    // A calendar day has no zone: it is the same day wherever it is read.
    day: (day) =>
      format('utc', { weekday: 'short', ...DAY }, 'day')
        .format(new Date(`${day}T12:00:00Z`))
        .replace(',', ''),
  };
}

const byZone = { utc: timesIn('utc'), local: timesIn('local') };

export function useTimes(): Times {
  return byZone[useSettings().zone];
}

/** A moment relative to now, as a hint beside the absolute one: `in 2 days`, `3 minutes ago`. */
export function relative(time: string, now: number): string {
  const seconds = Math.round((Date.parse(time) - now) / 1000);
  const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(seconds, 'second');
}
