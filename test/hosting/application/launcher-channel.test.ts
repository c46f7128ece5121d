import { EventEmitter, once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { LauncherChannel, type ChannelProcess } from '../../../src/hosting/application/launcher-channel.ts';

/** An app process, as its channel sees it. */
class AppProcess extends EventEmitter {
  readonly platform = 'linux';
  readonly connected = true;
  ppid = 4711;
}

function follow(app: AppProcess): { channel: LauncherChannel; asked: string[] } {
  const asked: string[] = [];
  const channel = new LauncherChannel(app as unknown as ChannelProcess, (command) => {
    asked.push(command.type === 'shutdown' ? command.signal : command.type);
    app.emit('asked');
  });
  return { channel, asked };
}

describe('when the channel ends', () => {
  test('a launcher that is gone shuts the app down', async () => {
    const app = new AppProcess();
    const { asked } = follow(app);
    app.emit('disconnect');
    app.ppid = 1;
    await once(app, 'asked');
    expect(asked).toEqual(['SIGTERM']);
  });

  test('a launcher that lives on does not: the app has closed it', async () => {
    const [app, abandoned] = [new AppProcess(), new AppProcess()];
    const { asked } = follow(app);
    follow(abandoned);
    app.emit('disconnect');
    abandoned.emit('disconnect');
    abandoned.ppid = 1;
    await once(abandoned, 'asked');
    expect(asked).toEqual([]);
  });
});
