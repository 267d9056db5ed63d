import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';
import manifest from './package.json' with { type: 'json' };

const packages = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies)];
const isPackage = (id: string) => packages.some((name) => id === name || id.startsWith(`${name}/`));
const isBuiltin = (id: string) => id.startsWith('node:') || builtinModules.includes(id);

/** The page: index.html → dist/demo, with relative addresses, so that any folder can serve it. */
const page = defineConfig({
  base: './',
  build: { outDir: 'dist/demo', emptyOutDir: true, target: 'es2022' },
});

/** The command and the library: dist/cli.js and dist/index.js, with the dependencies left to npm. */
const node = defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
      external: (id) => isPackage(id) || isBuiltin(id),
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});

export default defineConfig(({ mode }) => (mode === 'node' ? node : page));
