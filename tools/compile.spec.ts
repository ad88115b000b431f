// What the build makes of a package: modules that Node runs, with what Nest needs to know of types.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const COMPILE = path.join(__dirname, 'compile.mjs');

// Within the repository, so that the compiled code finds its packages.
const home = mkdtempSync(path.join(__dirname, '.jest-compile-'));

const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
  writeFileSync(path.join(home, file), text);
};

const compile = (): void => {
  execFileSync(process.execPath, [COMPILE], { cwd: home, stdio: 'pipe' });
};

const run = (file: string): string => {
  // Nx asks its tasks for colours, which would become part of what is compared.
  const env = { ...process.env, FORCE_COLOR: '0' };
  return execFileSync(process.execPath, [path.join(home, file)], { encoding: 'utf8', env }).trim();
};

beforeAll(() => {
  write('package.json', '{ "type": "module" }');
  write('dist/gone.js', 'left over');
  write('src/inner/word.ts', 'export class Word { readonly text: string = "hello"; }\n');
  write('src/inner/word.spec.ts', 'throw new Error("specs are not built");\n');
  write(
    'src/main.ts',
    `import 'reflect-metadata';
import { Word } from './inner/word.ts';
const Known = (target: object): void => { Reflect.defineMetadata('known', true, target); };
@Known class Speaker { constructor(readonly word: Word) {} }
const [wanted] = Reflect.getMetadata('design:paramtypes', Speaker) as [typeof Word];
const later = await import('./inner/word.ts');
console.log(wanted === later.Word, new wanted().text);
`,
  );
  compile();
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the compiler', () => {
  test('writes modules that Node runs, with the types of constructor arguments', () => {
    expect(run('dist/main.js')).toBe('true hello');
  });

  test('leaves specs out and removes what earlier builds left', () => {
    const files = readdirSync(path.join(home, 'dist'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => !file.endsWith('.map')).sort()).toEqual([
      'inner',
      path.join('inner', 'word.js'),
      'main.js',
    ]);
  });

  test('lets errors point at the source', () => {
    const text = readFileSync(path.join(home, 'dist', 'inner', 'word.js.map'), 'utf8');
    const map = JSON.parse(text) as { sources: readonly string[] };
    expect(map.sources).toEqual(['../../src/inner/word.ts']);
  });
});
