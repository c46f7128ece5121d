#!/usr/bin/env node
const { enableCompileCache } = require('node:module');

// Compiling the CLI takes longer than what it does: Node keeps what it compiled (since 22.1), or we do.
if (enableCompileCache) {
  enableCompileCache();
  require('../dist/main.cjs');
} else {
  require('./compile-cache.js').runCached(require.resolve('../dist/main.cjs'));
}
