/** What editors, file managers and file systems leave for a moment beside the files that are worked on. */
const EDITOR_FILES: readonly RegExp[] = [
  // vim (swap files, the file it tries a folder with, backups) and others that follow it
  /^\..*\.sw[a-z]x?$/, /^\.sw[a-z]x?$/, /^4913$/, /~$/,
  // emacs: autosave, lock
  /^#.*#$/, /^\.#/,
  // JetBrains, Kate, Kakoune, GNOME, Sublime Text, VS Code, browsers' file access
  /___jb_(?:tmp|old)___$/, /\.kate-swp$/, /^\..*\.kak\.\w+$/, /^\.goutputstream-/, /^\.subl.*\.tmp$/, /\.vsctmp$/, /\.crswap$/,
  // writers of whole files
  /\.te?mp$/i,
  // office programs
  /^\.~lock\..*#$/, /^~\$/,
  // macOS, Windows, NFS, FUSE
  /^\.DS_Store$/, /^\._/, /^Thumbs\.db$/i, /^desktop\.ini$/i, /^\.nfs[0-9a-f]+$/, /^\.fuse_hidden/,
];

/** What programs write while they run: logs, process ids, databases. */
const RUN_TIME_FILES = /\.(?:log|pid|pyc|tsbuildinfo|heapsnapshot|cpuprofile|(?:db|sqlite3?)(?:-journal|-wal|-shm)?)$/i;

/** True for the name of a file that nobody means by "a file has changed". */
export function isPassingFile(name: string): boolean {
  return RUN_TIME_FILES.test(name) || EDITOR_FILES.some((pattern) => pattern.test(name));
}
