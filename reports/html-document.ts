/** An HTML file of ours: it loads nothing, runs nothing, and looks the same in all reports. */
import { type Html, html } from "./html";
import { rehearsalStyle } from "./html-style";

export interface DocumentParts {
  title: string;
  /** Besides the style of all. */
  styles: readonly Html[];
  main: Html;
}

export const htmlDocument = ({ title, styles, main }: DocumentParts): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${rehearsalStyle}${styles}</style>
</head>
<body><main>
${main}
</main></body></html>
`.text;
