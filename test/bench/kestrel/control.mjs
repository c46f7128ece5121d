// Loaded into every server and client that is a node process: it ends with its parent, and `collect <n>` on stdin collects garbage.
process.stdin.setEncoding('utf8').on('data', (text) => {
  const number = /collect (\d+)\n/.exec(text)?.[1];
  if (number === undefined) return;
  globalThis.gc?.();
  globalThis.gc?.();
  console.log(`collected ${number}`);
});
process.stdin.on('end', () => process.exit());
