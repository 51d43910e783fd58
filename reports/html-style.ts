/** The rehearsal report's look: a quiet page for screen, dark screen and paper, without scripts or anything from elsewhere. */
import { Html } from "./html";

export const rehearsalStyle = new Html(`
:root { color-scheme: light dark; --ink: #1b2430; --faint: #5b6776; --line: #dfe4ea; --paper: #fff; --wash: #f5f7f9;
  --good: #17693b; --good-wash: #e4f4ea; --bad: #a3171f; --bad-wash: #fbe7e8; --bar: #3c6ea8; --note: #7a4b00; --note-wash: #fdf1d8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --faint: #9aa7b5; --line: #323c47; --paper: #14191f; --wash: #1c232b;
  --good: #7fd6a0; --good-wash: #173324; --bad: #ff9a9f; --bad-wash: #43191c; --bar: #6ea3de; --note: #f0c675; --note-wash: #3a2c0f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1060px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 26px; line-height: 1.2; margin: 8px 0 6px; letter-spacing: -0.01em; }
h2 { font-size: 19px; margin: 44px 0 6px; }
p { margin: 0 0 12px; max-width: 74ch; } .badges ~ p.faint { max-width: none; }
.faint, caption, th { color: var(--faint); }
.badges { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 4px; }
.badge { padding: 2px 10px; border-radius: 99px; font-size: 13px; font-weight: 600; background: var(--wash); color: var(--faint); }
.badge.good { background: var(--good-wash); color: var(--good); } .badge.bad { background: var(--bad-wash); color: var(--bad); }
.badge.note { background: var(--note-wash); color: var(--note); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { text-align: left; padding: 14px 0 6px; font-weight: 700; color: var(--ink); }
th, td { text-align: left; padding: 8px 14px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; } thead th { white-space: nowrap; } tbody th { color: var(--ink); } td:first-child, tbody th { white-space: nowrap; } .timeline tbody th, tbody th.wrap { white-space: normal; }
small { display: block; color: var(--faint); font-size: 12px; font-weight: 400; } small.bad { color: var(--bad); }
.cut { display: inline-block; max-width: 9em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: bottom; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 700; }
code { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.failure { border-left: 4px solid var(--bad); background: var(--bad-wash); padding: 14px 18px; margin: 18px 0; border-radius: 0 6px 6px 0; }
.failure pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 6px 0; font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
.timeline td:last-child { width: 52%; padding-right: 0; }
.track { position: relative; height: 14px; background: var(--wash); border-radius: 3px; margin-top: 4px; }
.bar { position: absolute; top: 0; bottom: 0; min-width: 2px; background: var(--bar); border-radius: 3px; } .bar.failed { background: var(--bad); }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(290px, 1fr)); gap: 0 40px; } .two ul { margin: 0; padding-left: 20px; }
.whole { white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
@media (max-width: 640px) { main { padding: 24px 16px; } .timeline tr > :last-child { display: none; }
  .blocks thead { display: none; } .blocks tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--line); } .blocks th, .blocks td { display: flex; gap: 12px; padding: 3px 0; border: 0; text-align: left; }
  .blocks td::before { content: attr(data-label); flex: 0 0 7em; color: var(--faint); } .blocks td > * { min-width: 0; } }
@media print { main { padding: 0; max-width: none; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`);
