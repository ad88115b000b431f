// The files that the house rules read: everything that is, or is about to be, in the repository.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A text file of the repository. */
export interface TrackedFile {
  /** Relative to the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** One place where a file breaks a rule. */
export interface Breach {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly says: string;
}

/** A rule reads one file and names every breach in it; it answers with none for other files. */
export type HouseRule = (file: TrackedFile) => readonly Breach[];

const BINARY = /\.(?:png|jpe?g|gif|webp|ico|woff2?|gz|zip|sqlite)$/;
const CODE = /\.(?:ts|tsx|mjs|cjs|js)$/;
const TEST = /\.(?:spec|e2e)\.tsx?$/;

export const isCode = (file: TrackedFile): boolean => CODE.test(file.path);
export const isTest = (file: TrackedFile): boolean => TEST.test(file.path);

/** Reads every text file that git tracks or would track. */
export const trackedFiles = (root: string): readonly TrackedFile[] => {
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(listed.split('\0'))]
    .filter((file) => file !== '' && !BINARY.test(file) && existsSync(path.join(root, file)))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }));
};

/** Names a breach at every line for which `says` has something to say. */
export const breachesByLine = (
  file: TrackedFile,
  says: (line: string) => string | undefined,
): readonly Breach[] =>
  file.text.split('\n').flatMap((line, index) => {
    const said = says(line);
    return said === undefined ? [] : [{ path: file.path, line: index + 1, says: said }];
  });

/** Counts lines as an editor does: a final newline opens no further line. */
export const lineCount = (text: string): number => text.replace(/\n$/, '').split('\n').length;
