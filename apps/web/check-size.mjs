// Fails the build when the first load of the web app grows beyond its budget.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = { js: 200 * 1024, css: 25 * 1024 };
const dist = new URL('./dist/', import.meta.url);

/**
 * @type {Record<string,
 *   { file: string, isEntry?: boolean, imports?: string[], css?: string[] }>}
 */
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** Every chunk and style sheet that the entry needs before it can show anything. */
function firstLoad() {
  const js = new Set();
  const css = new Set();
  const waiting = Object.keys(manifest).filter((name) => manifest[name]?.isEntry);
  const seen = new Set(waiting);
  for (const name of waiting) {
    const chunk = manifest[name];
    if (!chunk) continue;
    js.add(chunk.file);
    for (const sheet of chunk.css ?? []) css.add(sheet);
    for (const next of chunk.imports ?? []) {
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
  return { js, css };
}

/** @param {Set<string>} files */
const gzipped = (files) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0);

/** @param {number} bytes */
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

const { js, css } = firstLoad();
const allCss = new Set(Object.values(manifest).flatMap((chunk) => chunk.css ?? []));
const measured = { js: gzipped(js), css: gzipped(css) };
console.log(
  `First load, gzipped: JavaScript ${kb(measured.js)} of ${kb(BUDGET.js)}, ` +
    `CSS ${kb(measured.css)} of ${kb(BUDGET.css)} (all pages: ${kb(gzipped(allCss))})`,
);
if (measured.js > BUDGET.js || measured.css > BUDGET.css) {
  console.error('The first load is over its budget: load more of it lazily.');
  process.exit(1);
}
