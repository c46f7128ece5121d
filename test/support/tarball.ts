import { Header } from 'tar';
import { gzipSync } from 'node:zlib';

const BLOCK = 512;

export interface TarEntry {
  readonly path: string;
  readonly content?: string;
  /** Default File. */
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO';
  readonly linkpath?: string;
}

/** A gzipped tarball of exactly these entries, whatever harm they would do. */
export function tarball(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = '', type = 'File', linkpath = '' }) => {
    const header = Buffer.alloc(BLOCK);
    new Header({ path, type, linkpath, size: Buffer.byteLength(content), mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), uname: '', gname: '' }).encode(header);
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / BLOCK) * BLOCK);
    body.write(content);
    return [header, body];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]));
}
