const { readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

/**
 * Runs a CommonJS file as require() would, with the code that V8 compiled for it before. The cache lies beside the file, named
 * after its time and size and after the V8 that made it, which checks it once more; where the folder cannot be written there is none.
 */
exports.runCached = function runCached(file) {
  const { mtimeMs, size } = statSync(file);
  const cache = `${file}.${mtimeMs}-${size}-${process.versions.v8}.cache`;
  const cachedData = readIfThere(cache);
  const script = new Script(Module.wrap(readFileSync(file, 'utf8')), {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  // At the end everything that a run needs is compiled.
  if (!cachedData || script.cachedDataRejected) process.once('exit', () => writeWhole(cache, script.createCachedData()));
  const main = { exports: {} };
  script.runInThisContext()(main.exports, Module.createRequire(file), main, file, dirname(file));
};

function readIfThere(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function writeWhole(file, content) {
  const temporary = `${file}.${process.pid}`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch {
    rmSync(temporary, { force: true });
  }
}
