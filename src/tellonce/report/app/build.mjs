// Bundles the app into html/app.js, which ships in the wheel: who uses Tellonce needs no Node.
import { build } from "esbuild";

await build({
  entryPoints: ["src/main.tsx"],
  outfile: process.argv[2] ?? "../html/app.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  jsx: "automatic",
  jsxImportSource: "preact",
  charset: "ascii",
  logLevel: "warning",
});
