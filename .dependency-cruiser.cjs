/** The room table of docs/architecture.md as rules: imports run down it, never up, and never in a circle. */

/** What each room of `src/` may import beside itself, `text` and `foundation`. */
const rooms = {
  web: ['jobs', 'registry', 'datasets', 'serving', 'documents', 'store', 'render'],
  client: ['render'],
  documents: [],
  jobs: ['registry', 'datasets', 'training', 'evaluation', 'corpus', 'serving', 'store', 'model', 'nn'],
  registry: ['datasets', 'evaluation', 'corpus', 'serving', 'search', 'store', 'model', 'tokenizer'],
  datasets: ['corpus', 'store'],
  serving: ['loading', 'model', 'search', 'tokenizer', 'store', 'nn'],
  store: [],
  render: [],
  training: ['model', 'search', 'corpus', 'tokenizer', 'evaluation', 'render', 'store', 'nn'],
  search: ['model', 'nn'],
  scoring: ['loading', 'model'],
  loading: ['model', 'tokenizer', 'nn'],
  interchange: ['model'],
  inspection: ['model'],
  evaluation: [],
  alignment: [],
  model: ['nn'],
  nn: [],
  tokenizer: [],
  corpus: [],
  text: [],
  foundation: [],
};

/** Only types of these may be imported as well. */
const typesOnly = { client: ['serving', 'web/api'], documents: ['serving'] };

const everywhere = ['text', 'foundation'];

const roomRules = Object.entries(rooms).map(([room, allowed]) => {
  const own = room === 'foundation' ? ['foundation'] : [room, ...allowed, ...everywhere];
  const types = typesOnly[room] ?? [];
  return {
    name: `${room}-imports-down`,
    severity: 'error',
    comment: `src/${room} may import ${[...own, ...types].join(', ')} only (docs/architecture.md).`,
    from: { path: `^src/${room}/` },
    to: { path: '^src/', pathNot: [...own, ...types].map((name) => `^src/${name}/`) },
  };
});

const typeRules = Object.entries(typesOnly).map(([room, others]) => ({
  name: `${room}-imports-types-only`,
  severity: 'error',
  comment: `src/${room} may import only types of ${others.join(', ')}.`,
  from: { path: `^src/${room}/` },
  to: { path: others.map((name) => `^src/${name}/`), dependencyTypesNot: ['type-only'] },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    ...typeRules,
    {
      name: 'no-circular',
      severity: 'error',
      comment:
        'Two files that import each other are one thing, or hide a third; types alone may go both ways.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'commands-are-leaves',
      severity: 'error',
      comment: 'Only cli.ts imports a command; what two commands share belongs in a room below.',
      from: { path: '^src/', pathNot: ['^src/cli\\.ts$', '^src/commands/'] },
      to: { path: ['^src/commands/', '^src/cli\\.ts$'] },
    },
    {
      name: 'engine-only-in-backend',
      severity: 'error',
      comment: 'Only nn/backend*.ts knows which engine runs.',
      from: { path: '^src/', pathNot: '^src/nn/backend' },
      to: { path: '@tensorflow/tfjs-(node|backend-)' },
    },
    {
      name: 'nn-needs-tfjs-only',
      severity: 'error',
      comment: 'The mathematics stands on tfjs and on Node.js alone.',
      from: { path: '^src/nn/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/@tensorflow/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
