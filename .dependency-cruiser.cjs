/**
 * Which folder may import which: the import rules of the architecture, as errors.
 * A rule is one row: the folder, and what it may reach besides itself.
 */
const EXTENSION = '^src/extension';
const PORTS = `${EXTENSION}/platform/ports/`;

/** [name, folder, what it may import of this repository, what it may import of packages and of Node] */
const LAYERS = [
  ['shared', '^src/shared/', [], []],
  ['domain', `${EXTENSION}/domain/`, ['^src/shared/'], []],
  ['platform-ports', PORTS, ['^src/shared/', `${EXTENSION}/domain/`], []],
  [
    'platform-vscode',
    `${EXTENSION}/platform/vscode/`,
    ['^src/shared/', PORTS, `${EXTENSION}/domain/`, `${EXTENSION}/ids\\.ts$`],
    ['^vscode$', '@types/vscode', '^node:', '^(fs|path|os|crypto|timers|util)(/|$)'],
  ],
  [
    'store',
    `${EXTENSION}/store/`,
    ['^src/shared/', `${EXTENSION}/domain/`, PORTS],
    ['sql\\.js', '^node:', '^(fs|path|os|crypto|worker_threads|async_hooks|timers|util|url|events)(/|$)'],
  ],
  [
    'llm',
    `${EXTENSION}/llm/`,
    ['^src/shared/', `${EXTENSION}/domain/`, PORTS],
    ['eventsource-parser', 'valibot', '^node:', '^(http|https|net|url|timers|crypto)(/|$)'],
  ],
  ['engine', `${EXTENSION}/engine/`, ['^src/shared/', `${EXTENSION}/domain/`, PORTS], []],
  [
    'practice',
    `${EXTENSION}/practice/`,
    ['^src/shared/', `${EXTENSION}/domain/`],
    ['^node:', '^(http|https|net|url|timers|crypto)(/|$)'],
  ],
  ['webview', '^src/webview/', ['^src/shared/'], ['@vscode/webview-ui-toolkit', '@vscode/codicons', 'valibot']],
];

const layerRules = LAYERS.map(([name, folder, within, packages]) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment: `${name} may import only what the table in CONTRIBUTING.md says.`,
  from: { path: folder },
  to: { pathNot: [folder, ...within, ...packages] },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'features-imports',
      severity: 'error',
      comment: 'A feature shows things: SQL and wire formats live in store and llm.',
      from: { path: `${EXTENSION}/features/` },
      to: { path: [`${EXTENSION}/(store|llm|practice)/`, `${EXTENSION}/(compose|extension)\\.ts$`] },
    },
    {
      name: 'features-are-strangers',
      severity: 'error',
      comment: 'Features talk through engine events or a command id.',
      from: { path: `${EXTENSION}/features/([^/]+)/` },
      to: { path: `${EXTENSION}/features/`, pathNot: `${EXTENSION}/features/$1/` },
    },
    {
      name: 'nobody-imports-the-root',
      severity: 'error',
      from: { path: EXTENSION, pathNot: `${EXTENSION}/(extension|compose)\\.ts$` },
      to: { path: `${EXTENSION}/(compose|extension)\\.ts$` },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.json'] },
  },
};
