/** The style of pages of text: light and dark, on paper, and on a phone. */
export const pageStyle = `:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #57606a; --line: #d0d7de; --code: #eff2f5; --gain: #116329; --loss: #a40e26 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #9aa5b1; --line: #30363d; --code: #1f262e; --gain: #57d364; --loss: #ff8d85 } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line) }
p { margin: .25rem 0; color: var(--soft) }
code { background: var(--code); border-radius: 4px; padding: 0 .25em; font-size: .92em; overflow-wrap: anywhere }
ul { list-style: none; margin: 0; padding: 0 }
li { padding: .5rem 0; border-bottom: 1px solid var(--line) }
li.gain > strong { color: var(--gain) }
li.loss > strong { color: var(--loss) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .25rem 0 0 }
dt { color: var(--soft) }
dd { margin: 0; overflow-wrap: anywhere }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line) }
.short { white-space: nowrap }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr } dd { margin-bottom: .25rem } }
@media print { main { max-width: none; padding: 0 } li, tr { break-inside: avoid } }
`;
