// House rules for what people read: documents stay short and their links lead somewhere.
import path from 'node:path';
import { breachesByLine, type HouseRule, lineCount, type TrackedFile } from './tracked-file.ts';

const LONGEST_README = 150;
const LONGEST_DECISION = 60;
const LINK = /\]\((?<target>[^()\s]+)(?:\s+"[^"]*")?\)/g;
const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|#|\/)/i;

const longest = (file: TrackedFile): number => {
  if (file.path === 'README.md') return LONGEST_README;
  return /^docs\/decisions\/.*\.md$/.test(file.path) ? LONGEST_DECISION : Infinity;
};

/** A README is read in one sitting and a decision on one screen. */
export const shortDocuments: HouseRule = (file) => {
  const lines = lineCount(file.text);
  return lines <= longest(file)
    ? []
    : [{ path: file.path, line: 1, says: `has ${lines} lines, more than ${longest(file)}` }];
};

/** Every file and every folder above one. */
const places = (paths: readonly string[]): ReadonlySet<string> => {
  const known = new Set(paths);
  for (const file of paths) {
    for (let folder = path.posix.dirname(file); folder !== '.'; folder = path.posix.dirname(folder))
      known.add(folder);
  }
  return known.add('.');
};

/**
 * Makes the rule that relative links lead to files of the repository.
 * @param paths Every file that a link may lead to, pictures included.
 */
export const linksLeadSomewhere = (paths: readonly string[]): HouseRule => {
  const known = places(paths);
  return (file) => {
    if (!file.path.endsWith('.md')) return [];
    const folder = path.posix.dirname(file.path);
    return breachesByLine(file, (line) => {
      const lost = [...line.matchAll(LINK)]
        .map(({ groups }) => groups?.['target'] ?? '')
        .filter((target) => !ELSEWHERE.test(target))
        .map((target) => path.posix.normalize(path.posix.join(folder, target.replace(/#.*$/, ''))))
        .filter((target) => !known.has(target.replace(/\/$/, '')));
      return lost.length === 0 ? undefined : `links to ${lost.join(', ')}, which does not exist`;
    });
  };
};
