// What the command-line programs have in common: help, errors in a sentence, exit codes.

/** The caller can do something about it; the message says what. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something did not come out right, and the message is all there is to say. Exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/**
 * Runs a program: shows its help when asked, and turns errors into a message and an exit code.
 * @param help the whole text of `--help`
 */
export async function runCli(help: string, main: () => Promise<void>): Promise<void> {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    console.log(help);
    return;
  }
  try {
    await main();
  } catch (error) {
    process.exitCode = isUsage(error) ? 2 : 1;
    console.error(told(error));
    if (isUsage(error)) console.error('See --help.');
  }
}

/** A whole number from the command line. @throws UsageError */
export function wholeNumber(option: string, text: string): number {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${option} needs a whole number, not "${text}".`);
}

const SAID = new Set(['UsageError', 'Failure', 'SettingsRefused', 'BootCheckFailed']);

function isUsage(error: unknown): boolean {
  if (error instanceof UsageError) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('ERR_PARSE_ARGS');
}

function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return SAID.has(error.name) || isUsage(error) ? error.message : (error.stack ?? error.message);
}
