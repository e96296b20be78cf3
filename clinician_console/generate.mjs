// Writes src/wire.ts from wire.schema.json; with --check it writes nothing and exits 1 when the file is stale.
// Both sides send every field, defaults included, so every property is required here.
import { readFile, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';

const source = new URL('./wire.schema.json', import.meta.url);
const target = new URL('./src/wire.ts', import.meta.url);
const banner = '// Generated from wire.schema.json by `npm run gen`. Do not edit.';

function requireAll(node) {
  if (Array.isArray(node)) {
    node.forEach(requireAll);
  } else if (node !== null && typeof node === 'object') {
    if (node.properties) node.required = Object.keys(node.properties).sort();
    Object.values(node).forEach(requireAll);
  }
}

const schema = JSON.parse(await readFile(source, 'utf8'));
requireAll(schema);
const text = await compile(schema, 'Wire', {
  bannerComment: banner,
  additionalProperties: false,
  declareExternallyReferenced: true,
  format: true,
  style: { singleQuote: true, printWidth: 110 },
});

if (process.argv.includes('--check')) {
  const present = await readFile(target, 'utf8').catch(() => '');
  if (present !== text) {
    console.error('src/wire.ts is not what wire.schema.json says; run `npm run gen`.');
    process.exit(1);
  }
} else {
  await writeFile(target, text);
}
