// Imports point one way: every folder may use those before it in this list and those beside it on its line, never one after it.
const layers = [
  ['errors'],
  ['expression'],
  ['model'],
  ['random', 'gpu', 'statistics', 'reference'],
  ['data'],
  ['landscapes', 'methods', 'observables', 'claims'],
  ['experiment'],
  ['simulation'],
  ['results'],
  ['certificate'],
  ['report', 'bench', 'cli', 'demo'],
];

const folders = (names) => `^src/(${names.join('|')})/`;

const upward = layers.slice(0, -1).map((layer, i) => ({
  name: `${layer.join('-')}-imports-downward`,
  comment: 'Imports point one way: see ARCHITECTURE.md.',
  severity: 'error',
  from: { path: folders(layer) },
  to: { path: folders(layers.slice(i + 1).flat()) },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other are one file, or need a third below both. Types alone may refer to each other.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'every-folder-has-a-layer',
      comment: 'A new folder under src needs a line in the layers above.',
      severity: 'error',
      from: { path: '^src/(?!main|index)' },
      to: { path: '^src/[^/]+/', pathNot: folders(layers.flat()) },
    },
    {
      name: 'gpu-is-a-leaf',
      comment: 'src/gpu is handed a GPU object and knows of nothing else but errors.',
      severity: 'error',
      from: { path: '^src/gpu/' },
      to: { path: '^src/', pathNot: '^src/(gpu|errors)' },
    },
    {
      name: 'gpu-users',
      comment:
        'Only the simulation drives a device, and the kernels beside it in benchmarks; the command and the page open it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(gpu|simulation|bench|cli|demo)/|^src/index\\.ts$' },
      to: { path: '^src/gpu/' },
    },
    {
      name: 'node-only-in-cli',
      comment: 'Everything else runs in a browser; benchmarks are part of the command.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli|bench)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'webgpu-only-in-cli',
      comment: 'Dawn is for Node; a browser brings its own GPU.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '(^|/)node_modules/webgpu/' },
    },
    {
      name: 'no-tests-in-src',
      comment: 'What is shipped never depends on what tests it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
