// build.mjs: src/ -> one folder of files for the browser. Run by .cmake/web_bundle.sh in build/web,
// where the npm packages are.
//
// Every page of src/pages.js is a chunk of its own, so ECharts reaches only those who look at a
// chart. All *.css below src become one office.css: tokens and base first, then by path.
import { copyFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

const out = process.argv[2];

function filesOf(folder, end) {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      return filesOf(path, end);
    }
    return path.endsWith(end) ? [path] : [];
  });
}

const first = (path) => (path.startsWith('src/style/') ? 0 : 1);
const sheets = filesOf('src', '.css').sort((a, b) => first(a) - first(b));

const common = { bundle: true, minify: true, target: 'es2020', logLevel: 'warning', outdir: out };
await esbuild.build({
  ...common,
  entryPoints: { office: 'src/main.jsx' },
  format: 'esm',
  splitting: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  chunkNames: '[name]-[hash]',
  legalComments: 'none',
});
await esbuild.build({
  ...common,
  stdin: {
    contents: sheets.map((path) => `@import "./${path}";`).join('\n'),
    loader: 'css',
    resolveDir: '.',
    sourcefile: 'office.css',
  },
  outdir: undefined,
  outfile: join(out, 'office.css'),
});
for (const name of readdirSync('public')) {
  copyFileSync(join('public', name), join(out, name));
}
