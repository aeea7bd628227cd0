import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const FEATURES = [
  'ashby',
  'assessments',
  'attempts',
  'embed',
  'invitations',
  'members',
  'reviews',
  'settings',
];
const except = (...names) => names.map((name) => `./${name}`);
const zone = (target, from, allowed, message) => ({ target, from, except: allowed, message });

const zones = [
  zone('./server/contract', './server', except('contract'), 'The contract knows only zod.'),
  zone(
    './server/core',
    './server',
    except('contract', 'core', 'errors.ts', 'db/collections.ts'),
    'Rules are pure.',
  ),
  ...['http', 'outbox', 'mail'].map((folder) =>
    zone(
      `./server/${folder}`,
      './server',
      except(
        'contract',
        'core',
        'errors.ts',
        'http',
        'outbox',
        'mail',
        'db',
        'crypto.ts',
        'config.ts',
        'log.ts',
        'context.ts',
      ),
      'Machinery does not know the features.',
    ),
  ),
  zone(
    './server/db',
    './server',
    except('contract', 'core', 'errors.ts', 'db', 'crypto.ts'),
    'The store does not know the features.',
  ),
  zone('./server/!(db)/**', './server/db/embedded', [], 'Nothing outside db knows which store it is.'),
  zone('./widget', './server', except('contract'), 'Pages and element share only types with the server.'),
  zone(
    './demo',
    './server',
    except('contract', 'members/create-workspace.ts', 'context.ts', 'config.ts'),
    'The demo is a stranger to the server; only its seed makes a workspace.',
  ),
  zone(['./server', './widget'], './demo', [], 'The product does not know its demo.'),
  zone(['./server', './widget', './demo'], './test', [], 'The product does not know its tests.'),
  ...FEATURES.flatMap((feature) =>
    FEATURES.filter((other) => other !== feature).map((other) =>
      zone(
        `./server/${feature}`,
        `./server/${other}/routes.ts`,
        [],
        'Use the other feature’s use case or store.',
      ),
    ),
  ),
];

const noEnum = { selector: 'TSEnumDeclaration', message: 'Use a union.' };
const NO_STYLE = 'Pages forbid style attributes: use a class, or element.style once it is rendered.';
const NO_REM = 'Pages choose what a rem is: use em.';
/** What the element’s pages would break, in texts and in templates. */
const HOSTILE = [
  { selector: 'TemplateElement[value.raw=/(^|\\s)style=/]', message: NO_STYLE },
  { selector: 'TemplateElement[value.raw=/(^|\\d)rem\\b/]', message: NO_REM },
  { selector: 'Literal[value=/\\drem\\b/]', message: NO_REM },
];

export default defineConfig(
  globalIgnores(['dist', 'coverage', 'data']),
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.mjs'] })],
    },
    languageOptions: {
      globals: globals.node,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'max-lines': ['error', 300],
      // Four are an error handler's in Express.
      'max-params': ['error', 4],
      // Closures are used here, not classes with `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Texts of people are checked for just these.
      'no-control-regex': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-syntax': ['error', noEnum],
    },
  },
  {
    files: ['server/**/*.ts', 'widget/**/*.ts', 'demo/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }] },
  },
  {
    // Closures in place of classes: members would be names in the download of every page.
    files: ['widget/embed/*.ts', 'widget/views/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 250, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['server/**/*.ts'],
    rules: {
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
    },
  },
  {
    files: ['widget/**/*.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/recommended'], litA11y.configs.recommended],
    settings: { wc: { elementBaseClasses: ['LitElement'] } },
    languageOptions: { globals: globals.browser },
    rules: {
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { inheritedMethods: false, arguments: false, attributes: false } },
      ],
      'no-restricted-syntax': ['error', noEnum, ...HOSTILE],
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/server/**', 'zod', 'zod/*'],
              allowTypeImports: true,
              message: 'Only types: no server value reaches a browser.',
            },
            { group: ['**/directives/style-map*'], message: NO_STYLE },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['**/*.{js,mjs}', '*.config.ts'], extends: [tseslint.configs.disableTypeChecked] },
);
