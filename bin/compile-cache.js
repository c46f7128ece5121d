const { readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');
const { crc32 } = require('node:zlib');

/** Bytes of the checksum that a cache begins with: V8 trusts the rest, and a damaged one ends the process. */
const CHECKSUM = 4;

/**
 * Runs a CommonJS file as require() would, with the code that V8 compiled for it before. The cache lies beside the file, named
 * after its time and size and after the V8 that made it, which checks it once more; where the folder cannot be written there is none.
 */
exports.runCached = function runCached(file) {
  const { mtimeMs, size } = statSync(file);
  const cache = `${file}.${mtimeMs}-${size}-${process.versions.v8}.cache`;
  const cachedData = readIntact(cache);
  const script = new Script(Module.wrap(readFileSync(file, 'utf8')), {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  // At the end everything that a run needs is compiled.
  if (!cachedData || script.cachedDataRejected) process.once('exit', () => writeWhole(cache, script.createCachedData()));
  const main = { exports: {} };
  script.runInThisContext()(main.exports, Module.createRequire(file), main, file, dirname(file));
};

function readIntact(file) {
  try {
    const content = readFileSync(file);
    const code = content.subarray(CHECKSUM);
    return content.readUInt32LE() === crc32(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

function writeWhole(file, code) {
  const temporary = `${file}.${process.pid}`;
  const checksum = Buffer.alloc(CHECKSUM);
  checksum.writeUInt32LE(crc32(code));
  try {
    writeFileSync(temporary, Buffer.concat([checksum, code]));
    renameSync(temporary, file);
  } catch {
    rmSync(temporary, { force: true });
  }
}
