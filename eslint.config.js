// One style for the page's scripts: ESLint's recommended rules, and a layout that `npm run fix` makes.
import js from "@eslint/js";
import stylistic from "@stylistic/eslint-plugin";
import globals from "globals";

export default [
  {
    files: ["ui/static/**/*.js"],
    ...js.configs.recommended,
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.browser },
  },
  {
    files: ["ui/static/**/*.js"],
    plugins: { "@stylistic": stylistic },
    rules: {
      ...stylistic.configs.customize({ quotes: "double", semi: true, arrowParens: true, braceStyle: "1tbs" }).rules,
      "@stylistic/max-len": ["error", { code: 110, ignoreStrings: true, ignoreTemplateLiterals: true }],
      "@stylistic/max-statements-per-line": "off",
      "@stylistic/quotes": ["error", "double", { avoidEscape: true }],
      "curly": ["error", "multi-line"],
      "eqeqeq": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
