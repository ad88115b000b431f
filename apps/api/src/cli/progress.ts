// Shows how far a long piece of work has come, at what rate, and when it will be done.

/** A line on stderr that follows a piece of work. */
export interface Progress {
  /** Says how much is done by now, of the total. */
  to(done: number): void;
  /** Says that all of it, or all that will be, is done; leaves one line behind. */
  end(): void;
}

/** Where the line goes; a terminal redraws it, anything else gets a new line now and then. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly stream?: ProgressStream;
  /** Milliseconds on any clock that only goes forwards. */
  readonly now?: () => number;
}

const BAR = 24;
const REDRAW_MS = 100;
const REPEAT_MS = 2000;
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/**
 * Starts a progress line.
 * @param label what is being done, in a word or two
 * @param total how much there is to do; 0 where nobody knows
 */
export function progress(
  label: string,
  total: number,
  { stream = process.stderr, now = () => performance.now() }: ProgressOptions = {},
): Progress {
  const started = now();
  const pause = stream.isTTY === true ? REDRAW_MS : REPEAT_MS;
  let drawn = started;
  let done = 0;
  const show = (text: string, last: boolean): void => {
    if (stream.isTTY === true) {
      stream.write(`\r\u001B[2K${text.slice(0, (stream.columns ?? 80) - 1)}${last ? '\n' : ''}`);
    } else {
      stream.write(`${text}\n`);
    }
  };
  return {
    to(reached) {
      done = reached;
      if (now() - drawn < pause) return;
      drawn = now();
      show(line({ label, total, done, seconds: (drawn - started) / 1000 }), false);
    },
    end() {
      const seconds = (now() - started) / 1000;
      show(`${label}  ${whole.format(done)} in ${duration(seconds)}${rate(done, seconds)}`, true);
    },
  };
}

interface Reached {
  readonly label: string;
  readonly total: number;
  readonly done: number;
  readonly seconds: number;
}

function line({ label, total, done, seconds }: Reached): string {
  if (total === 0) return `${label}  ${whole.format(done)}${rate(done, seconds)}`;
  const share = Math.min(done / total, 1);
  const full = Math.round(share * BAR);
  const bar = `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}]`;
  const percent = `${Math.floor(share * 100)
    .toString()
    .padStart(3)}%`;
  const eta = done === 0 ? '' : `  ETA ${duration(((total - done) / done) * seconds)}`;
  const count = `${whole.format(done)}/${whole.format(total)}`;
  return `${label}  ${bar} ${percent}  ${count}${rate(done, seconds)}${eta}`;
}

function rate(done: number, seconds: number): string {
  return seconds > 0 && done > 0 ? `  ${whole.format(done / seconds)}/s` : '';
}

function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const all = Math.round(seconds);
  if (all < 60) return `${all} s`;
  const minutes = Math.floor(all / 60);
  return minutes < 60
    ? `${minutes} min ${all % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
