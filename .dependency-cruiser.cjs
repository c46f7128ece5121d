// The house of DESIGN §6: two wings on one foundation. A file imports from its own room and from lower rows only.

const wing = (name, rows) =>
  rows.map((rooms, index) => rooms.map((room) => ({ wing: name, room, row: index }))).flat();

// Lowest row first.
const rooms = [
  ...wing('foundation', [['errors'], ['addresses'], ['events'], ['transport', 'certificates', 'process']]),
  ...wing('hosting', [[], ['http1'], ['http'], ['application', 'forwarding'], ['servers']]),
  ...wing('launcher', [[], ['profiles', 'project', 'scaffold'], ['build'], ['plan', 'activation'], ['launch'], ['watch'], ['cli']]),
];

/** Within a wing: never up, never sideways. */
const rows = rooms.map(({ wing, room, row }) => {
  const allowed = rooms.filter((other) => other.wing === wing && (other.row < row || other.room === room)).map((other) => other.room);
  return {
    name: `row-of-${wing}-${room}`,
    comment: `${wing}/${room} may import from itself and from lower rows: ${allowed.join(', ')}`,
    severity: 'error',
    from: { path: `^src/${wing}/${room}/` },
    to: { path: `^src/${wing}/`, pathNot: `^src/${wing}/(${allowed.join('|')})/` },
  };
});

/** Kinds of servers never import each other; the registry alone knows them all. */
const serverKinds = ['kestrel', 'module', 'httpsys', 'reverse-proxy'].map((kind) => ({
  name: `server-kind-${kind}`,
  severity: 'error',
  from: { path: `^src/hosting/servers/${kind}/` },
  to: { path: '^src/hosting/servers/[^/]+/', pathNot: `^src/hosting/servers/${kind}/` },
}));

/** A library that belongs to one room. */
const only = (name, packages, place) => ({
  name: `only-${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot: place },
  to: { path: `^node_modules/(${packages})/` },
});

module.exports = {
  forbidden: [
    ...rows,
    ...serverKinds,
    {
      name: 'wings-apart',
      comment: 'the launcher and the hosting wing meet in the foundation only',
      severity: 'error',
      from: { path: '^src/(launcher|hosting)/' },
      to: { path: '^src/(launcher|hosting)/', pathNot: '^src/$1/' },
    },
    { name: 'foundation-stands-alone', severity: 'error', from: { path: '^src/foundation/' }, to: { path: '^src/(launcher|hosting)/' } },
    { name: 'nobody-imports-a-door', severity: 'error', from: {}, to: { path: '^src/(main|app-host|index)\\.ts$' } },
    { name: 'launcher-door', severity: 'error', from: { path: '^src/main\\.ts$' }, to: { path: '^src/hosting/' } },
    { name: 'hosting-doors', severity: 'error', from: { path: '^src/(app-host|index)\\.ts$' }, to: { path: '^src/launcher/' } },
    {
      name: 'rooms-are-known',
      comment: 'every folder is a room of DESIGN §6',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(main|app-host|index)\\.ts$|^src/(${rooms.map(({ wing, room }) => `${wing}/${room}`).join('|')})/` },
      to: {},
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'no-dev-dependencies', severity: 'error', from: { path: '^src/' }, to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] } },
    only('terminal', 'commander|chalk|@clack/prompts', '^src/launcher/cli/'),
    only('xml', '@xmldom', '^src/launcher/profiles/module/'),
    only('file-watching', 'ignore', '^src/launcher/watch/'),
    only('bundling', 'esbuild', '^src/launcher/build/'),
    only('browser', 'open', '^src/launcher/launch/'),
    only('archives', 'tar', '^src/launcher/scaffold/'),
    only('certificates', 'pkijs|asn1js', '^src/foundation/certificates/'),
    only('web-framework', 'youch|@fastify/send|rou3', '^src/hosting/(application|http)/'),
    only('web-sockets', 'ws', '^src/(hosting/(application|http)|launcher/activation/inspector)/'),
    {
      name: 'plan-is-pure',
      comment: 'the plan decides from facts: no file, no process, no network',
      severity: 'error',
      from: { path: '^src/launcher/plan/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(path|url)$' },
    },
  ],
  options: {
    // typescript 7 has no API for dependency-cruiser to parse with
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json', '.d.ts'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
