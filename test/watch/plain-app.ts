import { freePort } from '../support/free-port.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';
import { watchMews, type WatchingMews } from '../support/watch-mews.ts';
import { versionSource } from './sources.ts';

/** An app that listens by itself, with an answer of each kind that takes its time. */
export const MAIN = `import http from 'node:http';
import { version } from './version.ts';
http.createServer((req, res) => {
  if (req.url === '/slow') setTimeout(() => res.end(version), 500);
  else if (req.url === '/pid') res.end(String(process.pid));
  else if (req.url === '/upload') { let size = 0; req.on('data', (chunk) => (size += chunk.length)).on('end', () => res.end(version + ' ' + size)); }
  else if (req.url === '/events') { res.writeHead(200, { 'Content-Type': 'text/event-stream' }); res.write('data: ' + version + '\\n\\n'); }
  else if (req.url === '/self') fetch('http://' + req.headers.host + '/').then((r) => r.text()).then((text) => setTimeout(() => res.end(version + ' calls ' + text), 300));
  else res.end(version);
}).listen(3000);
`;

export async function plainApp(files: Record<string, string | object> = {}): Promise<TempProject> {
  return tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': MAIN, 'src/version.ts': versionSource(0), ...files });
}

export async function watchPlain(project: TempProject, { env = {}, args = [] }: { env?: Record<string, string>; args?: readonly string[] } = {}): Promise<WatchingMews> {
  return watchMews(project, ['--urls', `http://127.0.0.1:${await freePort()}`, ...args], { env });
}

export async function get(url: string): Promise<string> {
  return (await fetch(url, { headers: { Connection: 'close' } })).text();
}
