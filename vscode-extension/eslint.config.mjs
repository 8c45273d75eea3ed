import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['out/', 'server/', '*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
);
