import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AcmeWorkerService } from '../src/worker.ts';

test('works in rounds until it is stopped', async () => {
  const said: string[] = [];
  const enough = new Promise<void>((resolve) => {
    const worker = new AcmeWorkerService({
      interval: 1,
      log: (text) => {
        said.push(text);
        if (said.length === 3) resolve(worker.stop());
      },
    });
    worker.start();
  });
  await enough;
  assert.match(said[0] ?? '', /^Worker running at \d{4}-/);
  assert.equal(said.at(-1), 'Worker stopped');
});
