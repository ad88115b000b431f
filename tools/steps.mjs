// Runs the steps of a long command and shows each with the time it takes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';

const TICK_MS = 120;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const TITLE_WIDTH = 14;
const PATIENCE_MS = 3_000;
/** Windows has no process groups. */
const OWN_GROUP = process.platform !== 'win32';
const LOST_CONTROL = /\p{Cc}\[[0-9;?]*[A-Za-z]|[\p{Cc}]/gu;

/**
 * @typedef {{ readonly code: number, readonly output: string }} Ended
 * @typedef {(line: string) => void} Tell Shows what a step is doing right now.
 */

/** A step that failed: what it printed explains why. */
export class StepFailed extends Error {
  /**
   * @param {string} message
   * @param {string} output
   */
  constructor(message, output = '') {
    super(message);
    this.output = output;
  }
}

/** @param {number} since A time from `performance.now()`. */
export const elapsed = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Shows steps on one stream: with a moving line on a terminal, with plain lines elsewhere.
 * @param {NodeJS.WriteStream} stream
 */
export function createSteps(stream) {
  /** @param {string} text */
  const line = (text) => stream.write(`${stream.isTTY ? '\r\u001B[2K' : ''}${text}\n`);

  /**
   * @template Result
   * @param {string} title
   * @param {(tell: Tell) => Promise<Result>} work
   * @param {(result: Result) => string} [describe] Says in a few words how it ended.
   * @returns {Promise<Result>}
   */
  async function step(title, work, describe = () => 'done') {
    const since = performance.now();
    const name = title.padEnd(TITLE_WIDTH);
    const end = stream.isTTY ? animate(stream, name, since) : announce(line, name);
    try {
      const result = await work(end.tell);
      end.stop();
      line(`  ${name} ${describe(result)} (${elapsed(since)})`);
      return result;
    } catch (error) {
      end.stop();
      line(`✖ ${name} failed (${elapsed(since)})`);
      throw error;
    }
  }
  return { line, step };
}

/**
 * @param {NodeJS.WriteStream} stream
 * @param {string} name
 * @param {number} since
 */
function animate(stream, name, since) {
  let doing = '';
  let frame = 0;
  const timer = setInterval(() => {
    frame = (frame + 1) % FRAMES.length;
    const text = `${FRAMES[frame] ?? ''} ${name} ${elapsed(since)}  ${doing}`;
    stream.write(`\r\u001B[2K${text.slice(0, (stream.columns || 80) - 1)}`);
  }, TICK_MS);
  return {
    stop: () => clearInterval(timer),
    tell: (/** @type {string} */ now) => {
      doing = now;
    },
  };
}

/**
 * @param {(text: string) => void} line
 * @param {string} name
 */
function announce(line, name) {
  line(`… ${name.trim()}`);
  return { stop: () => undefined, tell: () => undefined };
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Sends a signal to a program and to everything that it started.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(OWN_GROUP ? -child.pid : child.pid, signal);
  } catch (error) {
    // It has just ended by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Ends every program that a step still runs; npm, for one, has to be told twice. */
export async function endRunning() {
  const ending = [...running].map((child) => {
    signalGroup(child, 'SIGTERM');
    const impatience = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE_MS);
    return once(child, 'close').finally(() => clearTimeout(impatience));
  });
  await Promise.all(ending);
}

/**
 * From now on, what somebody does who wants this process to end is this and nothing else.
 * @param {(signal: NodeJS.Signals) => void} wanted
 */
export function onWishToEnd(wanted) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.removeAllListeners(signal);
    process.on(signal, wanted);
  }
}

/**
 * Runs a program to its end, keeps what it prints and tells its latest line.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ tell?: Tell, env?: NodeJS.ProcessEnv, cwd?: string, seconds?: number }} [options]
 * @returns {Promise<Ended>}
 */
export function capture(command, args, options = {}) {
  const { tell = () => undefined, env = process.env, cwd, seconds } = options;
  const child = spawn(command, args, {
    env,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: OWN_GROUP,
    ...(seconds === undefined ? {} : { timeout: seconds * 1000 }),
  });
  running.add(child);
  let output = '';
  const keep = (/** @type {Buffer} */ chunk) => {
    output += chunk.toString();
    const latest = chunk.toString().replace(LOST_CONTROL, ' ').trim();
    if (latest !== '') tell(latest.slice(-200));
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code: exitCode(code, signal), output });
    });
  });
}

/**
 * The exit code of a process in the way of a shell: 128 and the signal's number when one ended it.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export const exitCode = (code, signal) =>
  code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]);

/**
 * Runs a program in the foreground, hands it the signals that reach this process, and answers with
 * its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<number>}
 */
export function foreground(command, args, options = {}) {
  const child = spawn(command, args, { ...options, stdio: 'inherit' });
  onWishToEnd((signal) => {
    // A terminal sends Ctrl-C to both processes; twice would mean "now, without finishing".
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(exitCode(code, signal)));
  });
}
