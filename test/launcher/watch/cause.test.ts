import { describe, expect, test } from 'vitest';
import { CauseQueue } from '../../../src/launcher/watch/cause-queue.ts';
import { mergeCauses, nameCause, needsBuild, needsProcess, type Cause } from '../../../src/launcher/watch/cause.ts';

const edit = (action: Cause['action'], ...files: string[]): Cause => ({ action, files, reason: '' });

describe('causes', () => {
  test('two at once take the more of what they take, its files first', () => {
    expect(mergeCauses(edit('restart', 'view.ejs'), edit('rebuild', 'a.ts'))).toEqual(edit('rebuild', 'a.ts', 'view.ejs'));
    expect(mergeCauses(edit('replan', '.env'), edit('rebuild', 'a.ts'))).toEqual(edit('replan', '.env', 'a.ts'));
    expect(mergeCauses(edit('rebuild', 'a.ts'), edit('rebuild', 'a.ts', 'b.ts')).files).toEqual(['a.ts', 'b.ts']);
  });

  test.each([
    ['styles', false, false],
    ['reload', false, false],
    ['restart', true, false],
    ['rebuild', true, true],
    ['replan', true, true],
  ] as const)('%s', (action, process, build) => {
    expect([needsProcess({ action }), needsBuild({ action })]).toEqual([process, build]);
  });

  test('are named by their first file, or by their reason', () => {
    expect(nameCause(edit('rebuild', 'a.ts', 'b.ts', 'c.ts'))).toEqual({ cause: 'a.ts', more: 2 });
    expect(nameCause({ action: 'restart', files: [], reason: 'restart requested' })).toEqual({ cause: 'restart requested', more: 0 });
  });

  test('wait as one, however many come', async () => {
    const queue = new CauseQueue();
    const filled = queue.filled();
    queue.add(edit('restart', 'x'));
    queue.add(edit('rebuild', 'y'));
    await filled;
    expect(queue.take()).toEqual(edit('rebuild', 'y', 'x'));
    expect(queue.take()).toBeUndefined();
  });
});
