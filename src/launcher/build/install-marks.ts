/** What package managers leave in node_modules at the end of an install: npm, pnpm, Yarn 1 and Yarn's node-modules linker. */
export const INSTALL_MARKS: readonly string[] = ['.package-lock.json', '.modules.yaml', '.yarn-integrity', '.yarn-state.yml'];
