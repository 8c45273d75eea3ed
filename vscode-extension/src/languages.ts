const LANGUAGES = [
  'javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'vue', 'svelte', 'astro', 'html', 'dotenv', 'json', 'jsonc',
];

/** The documents the server is told of. Some editors have no language for environment, ignore, schema, rules and SQL files, so these go by name. */
export const SELECTOR: ({ language: string; scheme: string } | { pattern: string; scheme: string })[] = [
  ...LANGUAGES.flatMap((language) => [{ language, scheme: 'file' }, { language, scheme: 'untitled' }]),
  ...['**/.env*', '**/.gitignore', '**/*.prisma', '**/*.rules', '**/*.sql'].map((pattern) => ({ pattern, scheme: 'file' })),
];
