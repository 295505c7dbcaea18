/** The style of pages of text, in the colours of the catalog: light and dark, on paper, and on a phone. */
export const pageStyle = `:root { color-scheme: light dark; --ink: #18181c; --paper: #fff; --soft: #5b5b66; --line: #e4e4e8; --code: #f3f3f5; --gain: #11603a; --loss: #a3241b }
@media (prefers-color-scheme: dark) { :root { --ink: #ececf0; --paper: #0e0f12; --soft: #a3a4b0; --line: #26282e; --code: #1d1f25; --gain: #7fdcab; --loss: #ff9d94 } }
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
