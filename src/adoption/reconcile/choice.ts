import { modeOfFile } from '../../env-file/names.js'
import { lastPart } from '../../path.js'
import { type Claim, isExample, isOfLayer, isOfMode } from '../claim.js'

/** What is taken of the claims of one setting. */
export interface Choice {
  /** What the schema is to say. */
  readonly schema: Claim
  /** What is in use: the same, or a .env file that beats the schema. */
  readonly inUse: Claim
  /** Those that run and say something else. */
  readonly others: readonly Claim[]
  /** Whether nothing tells which of them runs. */
  readonly isOpen: boolean
}

/** `settings/prod.py`, `compose.staging.yml`: what a developer's machine does not run. */
const ELSEWHERE = /(?:^|[._-])(?:prod|production|staging|ci)\.[a-z]+$/i
const LAYERS: readonly string[] = ['.env.defaults', '.env', '.env.local']

/**
 * @param claims of one setting, at least one
 * @param worthOf what the text of one comes to: two of one value do not disagree
 */
export function choose(claims: readonly Claim[], worthOf: (claim: Claim) => string): Choice {
  const ranked = inOrder(claims, (claim) => -strength(claim))
  const [schema] = ranked as [Claim, ...Claim[]]
  const layers = inOrder(claims.filter(isOfLayer), ({ place }) => LAYERS.indexOf(place.path))
  const inUse = layers.at(-1) ?? schema
  const differs = (claim: Claim) => worthOf(claim) !== worthOf(inUse)
  // Of several servers behind one name the right one may be among them.
  const agreeing = new Set(claims.filter((claim) => claim.isCalled && !differs(claim)).map(({ place }) => place.path))
  const calls = (claim: Claim) => claim.isCalled === true && !agreeing.has(claim.place.path)
  const others = claims.filter((claim) => (runs(claim, schema, inUse) || calls(claim)) && differs(claim))
  const isOpen = inUse === schema && others.some((claim) => strength(claim) === strength(schema))
  return { schema, inUse, others, isOpen }
}

/** Sorted by a number, those of one number as they were. */
function inOrder(claims: readonly Claim[], place: (claim: Claim) => number): Claim[] {
  return [...claims].sort((one, other) => place(one) - place(other))
}

/** How much a claim says of what runs where nothing is set and no mode is chosen. */
function strength(claim: Claim): number {
  const { weight, place } = claim
  if (isExample(claim) || weight === 'hint') return 1
  if (isElsewhere(claim)) return 2
  if (weight === 'fixed') return 9
  if (isOfLayer(claim)) return 4
  if (isOfMode(claim)) return place.path.includes('development') ? 3 : 2
  if (weight === 'fallback') return 5
  // A .env file of one service's own folder.
  return modeOfFile(lastPart(place.path)) === null ? 7 : place.path.includes('development') ? 6 : 2
}

/** Whether it has a say beside what is taken. A fallback has none where an .env file is there for it. */
function runs(claim: Claim, schema: Claim, inUse: Claim): boolean {
  if (claim === schema || claim === inUse || isExample(claim))
    return claim === schema && claim !== inUse && claim.weight === 'fixed'
  if (isElsewhere(claim)) return false
  if (claim.weight === 'fixed') return true
  return claim.weight === 'fallback' && inUse.weight !== 'layer'
}

function isElsewhere({ weight, place }: Claim): boolean {
  return weight !== 'layer' && ELSEWHERE.test(lastPart(place.path))
}
