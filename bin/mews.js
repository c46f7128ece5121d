#!/usr/bin/env node
import module from 'node:module';

// Where Node has a compile cache (22.1), every start after the first is spared the compiling.
module.enableCompileCache?.();

await import('../dist/main.js');
