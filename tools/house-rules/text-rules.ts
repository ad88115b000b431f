// House rules that read files as lines of text.
import path from 'node:path';
import {
  type Breach,
  breachesByLine,
  type HouseRule,
  isCode,
  isTest,
  lineCount,
  type TrackedFile,
} from './tracked-file.ts';

const LONGEST_LINE = 100;
const LONGEST_FILE = 250;
const LONGEST_TEST = 400;
const COMMENTED = /\.(?:ts|tsx|mjs|cjs|js|css|yml|yaml)$|(?:^|\/)Dockerfile$|^\.ci\/run$/;
const COMMENT = /^(?:\/\/|\/\*|#)/;
const LATER = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK'].join('|')})\\b`);
const MACHINE_PATH = new RegExp(
  `(?:^|[\\s"'\`(=:,])/(?:${['wo' + 'rk', 'fa' + 'rm', 'ro' + 'ot', 'Us' + 'ers'].join('|')})/`,
);
const REGISTRY = /\bregistry\.[a-z0-9-]+\.[a-z]{2,}|"resolved":\s*"https?:/;

const whole = (file: TrackedFile, says: string): readonly Breach[] => [
  { path: file.path, line: 1, says },
];

/** A file that has to be scrolled for long holds more than one thought. */
export const shortFiles: HouseRule = (file) => {
  if (!isCode(file)) return [];
  const longest = isTest(file) || file.path.includes('/e2e/') ? LONGEST_TEST : LONGEST_FILE;
  const lines = lineCount(file.text);
  return lines <= longest ? [] : whole(file, `has ${lines} lines, more than ${longest}`);
};

/** The claim that a test states is one sentence, and is not broken for want of a few columns. */
const CLAIM = /^\s*(?:test|it|describe)\('.{1,110}$/;

/** Two files fit side by side on one screen. */
export const shortLines: HouseRule = (file) =>
  isCode(file) || file.path.endsWith('.css')
    ? breachesByLine(file, (line) =>
        line.length > LONGEST_LINE && !CLAIM.test(line) ? `has ${line.length} columns` : undefined,
      )
    : [];

/** The first thing a reader sees is why the file exists. */
export const opensWithAComment: HouseRule = (file) => {
  if (!COMMENTED.test(file.path)) return [];
  const [first, second] = file.text.split('\n');
  const opening = first?.startsWith('#!') === true ? second : first;
  return COMMENT.test(opening ?? '') ? [] : whole(file, 'does not open with a comment');
};

/** What is left for later is not written down here but as work to do. */
export const nothingLeftForLater: HouseRule = (file) =>
  isCode(file)
    ? breachesByLine(file, (line) => LATER.exec(line)?.[0].concat(' leaves work behind'))
    : [];

/** A clone works wherever it stands and whatever registry its packages come from. */
export const noMachine: HouseRule = (file) =>
  breachesByLine(file, (line) => {
    if (MACHINE_PATH.test(line)) return 'names a path of one machine';
    return REGISTRY.test(line) ? 'names a package registry' : undefined;
  });

/** Files are named in kebab-case, so that they are the same on every file system. */
export const kebabNames: HouseRule = (file) =>
  isCode(file) && /[A-Z ]/.test(path.posix.basename(file.path))
    ? whole(file, 'is not named in kebab-case')
    : [];
