// Builds the console into the Python package. Names carry no hash: the server answers `no-store`, and a
// committed bundle then shows its changes file by file.
import { defineConfig } from 'vite';

declare const process: { env: Record<string, string | undefined> };

export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: process.env['CONSOLE_OUT'] ?? '../vrtherapy/server/static',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    license: { fileName: 'assets/licences.md' },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/[name].js',
        chunkFileNames: 'assets/[name].js',
        assetFileNames: 'assets/[name][extname]',
      },
    },
  },
  worker: { rolldownOptions: { output: { entryFileNames: 'assets/[name].js' } } },
  server: {
    proxy: {
      '/ws': { target: 'ws://127.0.0.1:8765', ws: true },
      '/report': 'http://127.0.0.1:8765',
    },
  },
});
