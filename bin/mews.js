#!/usr/bin/env node

// Where Node has a compile cache (22.1), every start after the first is spared the compiling.
require('node:module').enableCompileCache?.();

// One CommonJS file: Node reads it sooner than the same code as ES modules.
require('../dist/main.cjs');
