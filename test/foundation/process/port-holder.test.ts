import { createServer, type AddressInfo, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { awaitListening } from '../../../src/foundation/process/await-listening.ts';
import { listeningPorts } from '../../../src/foundation/process/listening-ports.ts';
import { describePortHolder } from '../../../src/foundation/process/port-holder.ts';
import { startProcess } from '../../../src/foundation/process/start-process.ts';
import { cleanEnvironment } from '../../support/run-mews.ts';

const onLinux = process.platform === 'linux';

async function listen(host: string): Promise<number> {
  const server: Server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

// Who holds a port is read from /proc, which other systems do not have.
describe.runIf(onLinux)('describePortHolder()', () => {
  it.each(['127.0.0.1', '::1', '0.0.0.0', '::'])('names the process that listens on %s', async (host) => {
    const port = await listen(host);
    expect(describePortHolder(port)).toContain(`pid ${process.pid} (`);
    expect(listeningPorts().find((socket) => socket.port === port)?.host).toBe(host);
  });

  it('shows the ends of a long command: the program, and what it runs', async () => {
    const script = `require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
    const args = ['-e', script, 'x'.repeat(100), '/app/dist/Debug/main.js'];
    let output = '';
    const program = await startProcess({ command: process.execPath, args, cwd: '/', env: cleanEnvironment(), onOutput: (_stream, text) => void (output += text) });
    onTestFinished(() => void program.signal('SIGKILL'));
    await expect.poll(() => output).toMatch(/\n$/);
    const holder = describePortHolder(Number(output));
    expect(holder).toContain(`pid ${program.pid} (${process.execPath.slice(0, 20)}`);
    expect(holder).toMatch(/…x+ \/app\/dist\/Debug\/main\.js\)$/);
  });

  it('says nothing about a port nobody holds', () => {
    expect(describePortHolder(1)).toBe('');
  });
});

describe.runIf(onLinux)('awaitListening()', () => {
  it('finds where a program listens, though nobody told it to listen there', async () => {
    const script = `const s = require('node:net').createServer(); process.on('SIGUSR2', () => s.listen(0, '127.0.0.1', () => console.log(s.address().port))); setInterval(() => {}, 1000); console.log('ready')`;
    let output = '';
    const probing = new AbortController();
    onTestFinished(() => probing.abort());
    const program = await startProcess({
      command: process.execPath,
      args: ['-e', script],
      cwd: '/',
      env: cleanEnvironment(),
      onOutput: (_stream, text) => {
        output += text;
        if (text.includes('ready')) program.signal('SIGUSR2');
      },
    });
    onTestFinished(() => void program.signal('SIGKILL'));
    const found = await awaitListening({ leader: program.pid, wanted: [], signal: probing.signal });
    await expect.poll(() => output).toMatch(/\d+\n$/);
    expect(found).toEqual([{ host: '127.0.0.1', port: Number(/(\d+)\n$/.exec(output)?.[1]) }]);
  });

  it('gives up when told to', async () => {
    const program = await startProcess({ command: '/bin/sleep', args: ['1000'], cwd: '/', env: {} });
    onTestFinished(() => void program.signal('SIGKILL'));
    const probing = new AbortController();
    const found = awaitListening({ leader: program.pid, wanted: [], signal: probing.signal });
    probing.abort();
    expect(await found).toEqual([]);
  });
});
