// Prints how well `config audit` tells ports from other numbers, on the labelled snippets in corpus/ or in a folder that
// is named: node test/audit/precision.js [FOLDER]
import { createJiti } from 'jiti'

const { judged, scores, snippets } = await createJiti(import.meta.url).import('./measure.ts')
const cases = judged(snippets(process.argv[2]))
const ports = cases.filter(({ snippet }) => snippet.level !== 'none').length

console.log(`${cases.length} snippets, ${ports} ports, ${cases.length - ports} other numbers`)
for (const { level, found, right, expected, precision, recall } of scores(cases)) {
  const share = `precision ${precision.toFixed(3)}  recall ${recall.toFixed(3)}`
  console.log(`${level.padEnd(6)}  ${share}  (${found} found, ${right} of them right, ${expected} expected)`)
}
for (const { snippet, verdict } of cases) {
  if ((verdict?.sure ?? 'none') === snippet.level && (verdict?.setting ?? null) === snippet.setting) continue
  const said = verdict === null ? 'none' : `${verdict.sure} ${verdict.setting}, ${verdict.why}`
  console.log(`${snippet.place}: labelled ${snippet.level}, judged ${said}: ${snippet.candidate.text.trim()}`)
}
