import type { Sign } from '../sign.js'

const FILE =
  /(?:^|[\s'"`([=@/\\])[\w@./\\+-]*\.(?:[cm]?[jt]sx?|vue|svelte|py|pyi|go|rs|rb|php|java|kts?|scala|cs|cpp|cc|c|h|hpp|swift|m|mm|lua|pl|ex|exs|erl|clj|hs|ml|sh|bash|zsh|sql|css|scss|less|html?|json|ya?ml|toml|ini|cfg|conf|xml|md|txt|log|tf|proto|graphql|map|diff|patch|lock):$/i
const WORDS = /(?:\b(?:lines?|ln|col|column|row|offset|page|pp|char(?:acter)?)[\s:#.]*|@@ -|\+)$/i

/** A place in a text: `server.ts:3000`, `server.ts:3000:5`, `line 3000`. */
export const positions: Sign = {
  name: 'positions',
  read: ({ left }) =>
    FILE.test(left) || /\.[A-Za-z]\w{0,5}:\d{1,6}:$/.test(left) || WORDS.test(left) ? 'no port' : null,
}
