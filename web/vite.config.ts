import {readFileSync} from 'node:fs';
import {basename, resolve} from 'node:path';
import {defineConfig, type Plugin} from 'vite';
import {language, parseCatalogue} from './build/messages.ts';
import {pack} from './build/pack.ts';

const here = import.meta.dirname;

/** `import('messages:observer/kk')`: one language of messages/observer.txt as a module. */
function messages(): Plugin {
  return {
    name: 'tallyward-messages',
    resolveId: (id) => (id.startsWith('messages:') ? '\0' + id.replace(':', '/') + '.js' : undefined),
    load(id) {
      const parts = /^\0messages\/([a-z]+)\/([a-z]{2})\.js$/.exec(id);
      if (!parts) return undefined;
      const file = resolve(here, `messages/${parts[1]}.txt`);
      this.addWatchFile(file);
      const texts = language(parseCatalogue(readFileSync(file, 'utf8'), basename(file)), parts[2]!, basename(file));
      return `export default ${JSON.stringify(texts)};`;
    },
  };
}

/** `import('locale:tables')`: how each language writes numbers, dates and lists, from locales/data, which the server uses too;
 *  `import('locale:order/kk')`: its alphabet. */
function locales(): Plugin {
  const read = (code: string): Record<string, unknown> => JSON.parse(readFileSync(resolve(here, `../locales/data/${code}.json`), 'utf8'));
  return {
    name: 'tallyward-locales',
    resolveId: (id) => (id.startsWith('locale:') ? '\0' + id.replace(':', '/') + '.js' : undefined),
    load(id) {
      const order = /^\0locale\/order\/([a-z]{2})\.js$/.exec(id);
      if (order) return `export default ${JSON.stringify(read(order[1]!)['sort_order'])};`;
      if (id !== '\0locale/tables.js') return undefined;
      const tables = ['en', 'ru', 'kk', 'fr', 'ar'].map((code) => {
        const {number, months, long_date, short_date, time, list} = read(code);
        return [code, {number, months, long_date, short_date, time, list}];
      });
      return `export default ${JSON.stringify(Object.fromEntries(tables))};`;
    },
  };
}

/** Writes into observer/sw.js what the observer app consists of, so that all of it is there offline. */
function precache(): Plugin {
  return {
    name: 'tallyward-precache',
    enforce: 'post',
    generateBundle(_, bundle) {
      const wanted = new Set<string>();
      const take = (name: string): void => {
        const chunk = bundle[name];
        if (wanted.has(name) || !chunk) return;
        wanted.add(name);
        if (chunk.type !== 'chunk') return;
        [...chunk.imports, ...chunk.dynamicImports, ...(chunk.viteMetadata?.importedCss ?? [])].forEach(take);
      };
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type === 'chunk' && chunk.isEntry && chunk.name === 'observer') take(name);
      }
      const worker = bundle['observer/sw.js'];
      if (worker?.type !== 'chunk') throw new Error('no service worker was built');
      const files = [...wanted].sort().map((name) => '/' + name);
      if (files.length === 0) throw new Error('the observer app has no files');
      // The page itself has no hash in its name: the version below, made from the names of all others, stands for it.
      let version = 0;
      for (const letter of files.join()) version = (version * 31 + letter.charCodeAt(0)) >>> 0;
      worker.code = worker.code.replaceAll('__PRECACHE__', JSON.stringify(files)).replaceAll('__VERSION__', JSON.stringify(version.toString(36)));
    },
  };
}

const packed = (): Plugin => {
  let folder = '';
  return {
    name: 'tallyward-pack',
    apply: 'build',
    configResolved(config) { folder = resolve(config.root, config.build.outDir); },
    closeBundle() { pack(folder); },
  };
};

export default defineConfig({
  root: resolve(here, 'src'),
  publicDir: resolve(here, 'public'),
  base: '/',
  plugins: [messages(), locales(), precache(), packed()],
  build: {
    outDir: process.env['TALLYWARD_WEB_OUT'] ?? resolve(here, 'dist'),
    emptyOutDir: true,
    target: ['chrome109', 'safari16.4', 'firefox115'],
    modulePreload: {polyfill: false},
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: {
      input: {
        observer: resolve(here, 'src/observer/index.html'),
        staff: resolve(here, 'src/staff/index.html'),
        sw: resolve(here, 'src/observer/sw.ts'),
        check: resolve(here, 'src/portal/check.ts'),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'observer/sw.js' : chunk.name === 'check' ? 'portal/check.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  test: {root: here, include: ['src/**/*.test.ts', 'build/**/*.test.ts'], environment: 'node'},
} as Parameters<typeof defineConfig>[0]);
