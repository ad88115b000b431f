// Compiles the package in the current directory from src/ to dist/ as ES modules that Node can run.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transformFile } from '@swc/core';

const TEST_FILE = /\.(?:spec|e2e)\.ts$/;

/**
 * SWC's published types do not know `rewriteRelativeImportExtensions` yet.
 * @type {import('@swc/core').Options
 *   & { jsc: { rewriteRelativeImportExtensions: boolean } }}
 */
const SWC_OPTIONS = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, verbatimModuleSyntax: true },
    target: 'es2022',
    keepClassNames: true,
    rewriteRelativeImportExtensions: true,
  },
  module: { type: 'es6' },
  sourceMaps: true,
  swcrc: false,
};

/**
 * Lists the files below a directory as paths relative to it; a missing directory has none.
 * @param {string} directory
 * @returns {Promise<string[]>}
 */
async function filesBelow(directory) {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** @param {string} file */
const isSource = (file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !TEST_FILE.test(file);

/**
 * Compiles one file and answers with the names of the files it wrote, relative to `outRoot`.
 * @param {string} sourceRoot
 * @param {string} outRoot
 * @param {string} file
 */
async function compileFile(sourceRoot, outRoot, file) {
  const source = path.join(sourceRoot, file);
  const target = path.join(outRoot, file.replace(/\.ts$/, '.js'));
  await mkdir(path.dirname(target), { recursive: true });
  const { code, map } = await transformFile(source, {
    ...SWC_OPTIONS,
    sourceFileName: path.relative(path.dirname(target), source),
  });
  const mapName = `${path.basename(target)}.map`;
  await writeFile(target, `${code}\n//# sourceMappingURL=${mapName}\n`);
  await writeFile(path.join(path.dirname(target), mapName), map ?? '');
  const written = path.relative(outRoot, target);
  return [written, `${written}.map`];
}

/**
 * Compiles every source file of a package and removes what earlier builds left behind.
 * @param {string} packageRoot
 */
export async function compilePackage(packageRoot) {
  const sourceRoot = path.join(packageRoot, 'src');
  const outRoot = path.join(packageRoot, 'dist');
  const sources = (await filesBelow(sourceRoot)).filter(isSource);
  const written = await Promise.all(sources.map((file) => compileFile(sourceRoot, outRoot, file)));
  const current = new Set(written.flat());
  const stale = (await filesBelow(outRoot)).filter((file) => !current.has(file));
  await Promise.all(stale.map((file) => rm(path.join(outRoot, file))));
  return sources.length;
}

if (process.argv[1] === import.meta.filename) {
  const count = await compilePackage(process.cwd());
  console.log(`compiled ${count} files to dist`);
}
