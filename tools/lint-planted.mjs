// Lints texts as if they stood in given files; a process of its own, since Jest cannot load ESLint.
import path from 'node:path';
import { ESLint } from 'eslint';

/**
 * @typedef {object} Planted
 * @property {string} file An existing file, relative to the repository, whose place the text takes.
 * @property {string} text
 */

const root = path.dirname(import.meta.dirname);
const eslint = new ESLint({ cwd: root });

/** @param {Planted} planted */
async function refusals({ file, text }) {
  const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
  return (result?.messages ?? []).map(({ ruleId, message }) => ({ ruleId, message }));
}

const planted = /** @type {Planted[]} */ (JSON.parse(process.argv[2] ?? '[]'));
/** @type {Awaited<ReturnType<typeof refusals>>[]} */
const answers = [];
for (const one of planted) answers.push(await refusals(one));
process.stdout.write(JSON.stringify(answers));
