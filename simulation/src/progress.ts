// Shows how far a simulation has come, at what rate, and when it will be done.

/** Where the line goes; a terminal redraws it, anything else gets a new line now and then. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface Progress {
  /** Says how many seeds are done by now. */
  to(seeds: number): void;
  end(): void;
}

const BAR = 24;

/** @param total seeds to play; Infinity where nobody said when to stop */
export function startProgress(screen: Screen, total: number, steps: number): Progress {
  const started = performance.now();
  const pause = screen.isTTY === true ? 100 : 5_000;
  let drawn = 0;
  let done = 0;
  const draw = (end: string): void => {
    drawn = performance.now();
    const seconds = (drawn - started) / 1000;
    const text = `${bar(done, total)}  ${done} seeds  ${rate(done * steps, seconds)} steps/s`;
    const rest = Number.isFinite(total) && done > 0 ? ((total - done) / done) * seconds : undefined;
    const eta = rest === undefined ? '' : `  ETA ${Math.ceil(rest)} s`;
    screen.write(screen.isTTY === true ? `\r\u001B[2K${text}${eta}${end}` : `${text}${eta}\n`);
  };
  return {
    to(seeds) {
      done = seeds;
      if (performance.now() - drawn >= pause) draw('');
    },
    end: () => {
      draw('\n');
    },
  };
}

function bar(done: number, total: number): string {
  if (!Number.isFinite(total)) return '[no end]';
  const full = Math.round((done / total) * BAR);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}]`;
}

function rate(count: number, seconds: number): string {
  return String(Math.round(count / Math.max(seconds, 0.001)));
}
